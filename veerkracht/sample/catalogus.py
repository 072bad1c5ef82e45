"""The catalogue folder of the sample: releases with relative addresses and the true hash of each file, and a region."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from veerkracht.files import sha256_of

MERK = "FICTIEVE VOORBEELDDATA"
_HEAD = "# Gemaakt door `veerkracht sample`: fictieve gebieden en cijfers, licentie: fictief, CC0.\n"


@dataclass
class Catalogus:
    """Collects the releases while files are written, and writes one YAML a source at the end."""

    folder: Path
    releases: dict[str, list[str]] = field(default_factory=dict)
    regios: list[tuple[str, str, str]] = field(default_factory=list)

    def add_open(self, bron: str, release: str, file: Path, **fields: object) -> None:
        """A release that is fetched from `bestanden/`."""
        address = file.relative_to(self.folder).as_posix()
        self._note(bron, release, file, {"url": f"../{address}"} | fields)

    def add_beperkt(self, bron: str, release: str, file: Path, **fields: object) -> None:
        """A release that the user drops."""
        self._note(bron, release, file, {"drop": file.name} | fields)

    def add_regio(self, regio: str, name: str, gemeenten: Iterable[str]) -> None:
        """A region of the user's own: its gemeenten by code."""
        self.regios += [(regio, name, str(code)) for code in gemeenten]

    def _note(self, bron: str, release: str, file: Path, fields: dict[str, object]) -> None:
        entry = fields | {"sha256": sha256_of(file), "aanvaard_door": "voorbeeld", "aanvaard_reden": "fictief, CC0"}
        lines = [f"  - release: {release}", *(f"    {name}: {_yaml(value)}" for name, value in entry.items())]
        self.releases.setdefault(bron, []).append("\n".join(lines))

    def write(self) -> Path:
        """Write the folder; sources and releases in the order in which they were noted."""
        catalogue = self.folder / "catalogus"
        catalogue.mkdir(parents=True, exist_ok=True)
        (catalogue / "catalogus.yaml").write_text(f"{_HEAD}zelfstandig: true\nmerk: {MERK}\n", encoding="utf-8")
        for bron, releases in self.releases.items():
            text = f"{_HEAD}bron: {bron}\nreleases:\n" + "\n".join(releases) + "\n"
            (catalogue / f"{bron}.yaml").write_text(text, encoding="utf-8")
        with (catalogue / "regios.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("regio", "regionaam", "gemeentecode"), *self.regios])
        return catalogue


def _yaml(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(str, value)) + "]"
    return str(value)
