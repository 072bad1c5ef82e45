"""What a difference is, which ones do not count, and when two numbers are the same.

Two builds of one version are equal to the last digit; of two versions floats may differ in it.
"""

import fnmatch
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

RELATIVE = 1e-9
"""Two floats are the same when they differ by less than this share of the larger."""
ABSOLUTE = 1e-12
"""…or by less than this: what is left where two equal sums are subtracted."""
COORDINATE = 1e-6
"""Two outlines are the same when no vertex differs by more than this, in units of their CRS."""

MAKING = (
    # when and from which folder it was made
    "MANIFEST.json/editie",
    "MANIFEST.json/gemaakt",
    "*/dim_release*/ontvangen",
    "*/dim_release*/bestand",
    "catalogus.jsonld/*/dct:modified/*",
    "kaarten/*.gpkg/gpkg_contents/*/last_change",
    "kaarten/*.gpkg/layer_styles/*/update_time",
    "werkboeken/*.xlsx/docProps/core.xml",
    # by what
    "MANIFEST.json/code",
    "MANIFEST.json/pakketten",
    "MANIFEST.json/invoer/code",
    "MANIFEST.json/invoer/pakketten",
    "MANIFEST.json/invoer/catalogus",
    "MANIFEST.json/invoer/releases",
    "MANIFEST.json/invoer/vingerafdruk",
    # what bytes came of it: the files themselves are compared
    "MANIFEST.json/bestanden/*/bytes",
    "MANIFEST.json/bestanden/*/sha256",
    "catalogus.jsonld/*/dcat:byteSize/*",
    "datapackage.json/resources/*/bytes",
    "datapackage.json/resources/*/hash",
)
"""Things that differ between any two builds (patterns as of `--behalve`)."""


@dataclass(frozen=True)
class Difference:
    """`thing` is a path of the file and of what is in it, `veerkracht.duckdb/fct_kaart/waarde`; `what` is a line."""

    thing: str
    what: str
    examples: tuple[str, ...] = field(default=())

    def __str__(self) -> str:
        return "\n    ".join([f"{self.thing}: {self.what}", *self.examples])


def is_close(old: float, new: float, absolute: float = ABSOLUTE) -> bool:
    return old == new or abs(old - new) <= max(RELATIVE * max(abs(old), abs(new)), absolute)


def is_ignored(thing: str, patterns: Iterable[str]) -> bool:
    """Whether a pattern names the thing or what it is in."""
    return any(fnmatch.fnmatchcase(thing, end) for pattern in patterns for end in (pattern, f"{pattern}/*"))


def without(differences: Iterable[Difference], patterns: tuple[str, ...]) -> Iterator[Difference]:
    return (found for found in differences if not is_ignored(found.thing, patterns))


def shortened(value: object, most: int = 160) -> str:
    text = " ".join(str(value).split())
    return text if len(text) <= most else f"{text[:most]}…"
