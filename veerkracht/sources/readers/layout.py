"""How a delivery is packed: what its file begins with, what it is called in errors, and how it comes in pages.

A layout stands beside the function that reads it; which layouts a source has, and what is made of each, stands in the
`READERS` of the source's own reader. Light: the catalogue and the archive look at layouts too.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ZIP, XLS, SQLITE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1"), b"SQLite format 3\x00"


@dataclass(frozen=True)
class Paging:
    """How the pages of an answer follow each other; archived as one zip of JSON pages."""

    beside: Mapping[str, bool] = field(default_factory=dict)  # table fetched beside the figures -> must it be there
    query: Mapping[str, str] = field(default_factory=dict)  # asked with every address
    page: int | None = None  # rows after which the service breaks off, with or without a link to the next page


@dataclass(frozen=True, eq=False)
class Layout:
    """One way of packing a delivery. A layout without `starts` is any text."""

    name: str  # as in the catalogue
    kind: str = "tekst"  # what its file is, in errors
    starts: tuple[bytes, ...] = ()  # what its file begins with
    paging: Paging | None = None  # None: one file

    @property
    def zipped(self) -> bool:
        """Whether its file is always a zip."""
        return self.starts == (ZIP,) and self.kind == "een zip"

    def fits(self, start: bytes) -> bool:
        """Whether a file that begins so can be one of this layout; blanks and a BOM before the text do not count."""
        text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
        return not self.starts or text.startswith(self.starts) or start.startswith(self.starts)


def zip_layout(name: str, paging: Paging | None = None) -> Layout:
    """A layout whose file is a zip."""
    return Layout(name, "een zip", (ZIP,), paging)
