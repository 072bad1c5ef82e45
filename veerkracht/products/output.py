"""What an output is: its module under its medium, the files it writes, for whom, when, and how others speak of them.

Which outputs there are stands in `register`.
"""

from dataclasses import dataclass
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Literal, get_args

from veerkracht.paths import Publiek

Medium = Literal["paper", "web", "table", "gis", "metadata"]
CANDIDATE = "kandidaat"


class Turn(Enum):
    """When an output is written."""

    FIGURES = 1  # from the candidate, or from what another output wrote
    LISTING = 2  # names what the folder holds, so after all of FIGURES
    CLOSING = 3  # shows how the checks of the candidate came out, so after these


@dataclass(frozen=True)
class File:
    """A file that an output writes, or with `{gemeente}` or `{niveau}` in its name the files of all of them.

    `in_catalogue` is its title for data portals, which may hold `{meervoud}` and `{stijlen}` of the level. `link` and
    `text` are what the front page says of it: a heading with a sentence (in which `code` may stand, and `{aantal}` for
    the number of gemeenten with a file of this output), or of a file per gemeente the word of the link. Without an
    `always` file nothing goes out.
    """

    name: str
    in_catalogue: str = ""
    link: str = ""
    text: str = ""
    always: bool = False

    @property
    def is_single(self) -> bool:
        return "{" not in self.name

    @property
    def per_gemeente(self) -> bool:
        return "{gemeente}" in self.name

    @property
    def per_niveau(self) -> bool:
        return "{niveau}" in self.name

    def of_gemeente(self, code: str) -> str:
        """Its name for one gemeente."""
        return self.name.replace("{gemeente}", code)

    def of_niveau(self, niveau: str) -> str:
        """Its name for one level."""
        return self.name.replace("{niveau}", niveau)

    @property
    def pattern(self) -> str:
        """A glob of all files of this name, relative to the edition."""
        return self.of_niveau("*").replace("{gemeente}", "GM*").replace("{tabel}", "*")


@dataclass(frozen=True)
class Output:
    """One output: `module` (below `veerkracht.products`, under its medium) has `write(candidate) -> list of files`.

    `reads`: the assets whose files it reads. `description` is what the UI says of the asset, in Dutch.
    """

    name: str
    module: str
    description: str
    files: tuple[File, ...]
    reads: tuple[str, ...] = (CANDIDATE,)
    turn: Turn = Turn.FIGURES
    publieken: tuple[Publiek, ...] = ("openbaar", "leden")

    @property
    def medium(self) -> Medium:
        return next(medium for medium in get_args(Medium) if self.module.startswith(f"{medium}."))

    def write(self, candidate: Path) -> list[Path]:
        """Make it in a candidate; the files it wrote."""
        return import_module(f"veerkracht.products.{self.module}").write(candidate)
