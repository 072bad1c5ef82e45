"""The register: which bytes a publisher gave for a release, as others saw them. It ships with the package, and a
catalogue folder may hold one of an organisation.

What stands in it needs no question; other bytes than it knows always do. Somebody online fills it with
`veerkracht releases --registreer`, and sends the file in.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from veerkracht.dutch import day, number
from veerkracht.errors import CatalogueError
from veerkracht.files import replacing
from veerkracht.sources.archive.receipt import Receipt
from veerkracht.sources.catalogue.csvfile import rows_of_files
from veerkracht.sources.catalogue.model import Release, Source

FILE = "register.csv"
PACKAGED = Path(__file__).parents[1]


class KnownBytes(BaseModel):
    """A row of the register: the bytes of a release that somebody received from its publisher."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bron: str
    release: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)
    adres: str = Field(pattern=r"^https://")
    gezien: date

    @classmethod
    def of(cls, source: Source, release: Release, receipt: Receipt) -> "KnownBytes":
        """What was received for a release, without who received it."""
        return cls(
            bron=source.bron,
            release=release.release,
            sha256=receipt.sha256,
            bytes=receipt.bytes,
            adres=receipt.url or "",
            gezien=receipt.seen.date(),
        )

    @property
    def warning(self) -> str:
        """What is told beside other bytes of the same release."""
        size = f"{number(self.bytes / 1e6, 1)} MB, gezien op {day(self.gezien)}"
        return f"het register kent andere bytes: sha256 {self.sha256}, {size}"


Register = Mapping[tuple[str, str], list[KnownBytes]]


def load_register(folders: Sequence[Path]) -> Register:
    """The packaged register with those of the folders, by source and release; the newest row first.

    Raises CatalogueError naming file and row.
    """
    found = defaultdict[tuple[str, str], list[KnownBytes]](list)
    rows = [row for _, row in rows_of_files([PACKAGED, *folders], FILE, KnownBytes)]
    for row in sorted(rows, key=lambda row: row.gezien, reverse=True):
        found[row.bron, row.release].append(row)
    return found


def known_bytes(register: Register, source: Source, release: Release) -> list[KnownBytes]:
    """What the register knows of a release, under each name that it has had; the newest row first."""
    rows = [row for name in release.names for row in register.get((source.bron, name), [])]
    return sorted(rows, key=lambda row: row.gezien, reverse=True)


def write_register(file: Path, rows: Iterable[KnownBytes]) -> Path:
    """Write rows as a register, by source and release; a register that is there is replaced.

    Raises CatalogueError for a name that is no CSV, and for a file that is there and no register.
    """
    header = ";".join(KnownBytes.model_fields)
    if file.suffix.lower() != ".csv" or (file.is_file() and not file.read_bytes().startswith(header.encode())):
        raise CatalogueError(f"{file}: dit is geen register. Noem een nieuw bestand, zoals register.csv.")
    with replacing(file) as part, part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(KnownBytes.model_fields), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(row.model_dump(mode="json") for row in sorted(rows, key=lambda row: (row.bron, row.release)))
    return file
