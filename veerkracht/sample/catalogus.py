"""The catalogue folder of the sample: releases with relative addresses and the true hash of each file, and a region."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from veerkracht.files import sha256_of

MERK = "FICTIEVE VOORBEELDDATA"
_KOP = "# Gemaakt door `veerkracht sample`: fictieve gebieden en cijfers, licentie: fictief, CC0.\n"


@dataclass
class Catalogus:
    """Collects the releases while files are written, and writes one YAML a source at the end."""

    folder: Path
    releases: dict[str, list[str]] = field(default_factory=dict)
    regios: list[tuple[str, str, str]] = field(default_factory=list)

    def add_open(self, bron: str, release: str, file: Path, **velden: object) -> None:
        """A release that is fetched from `bestanden/`."""
        adres = file.relative_to(self.folder).as_posix()
        self._note(bron, release, file, {"url": f"../{adres}"} | velden)

    def add_beperkt(self, bron: str, release: str, file: Path, **velden: object) -> None:
        """A release that the user drops."""
        self._note(bron, release, file, {"drop": file.name} | velden)

    def add_regio(self, regio: str, naam: str, gemeenten: Iterable[str]) -> None:
        """A region of the user's own: its gemeenten by code."""
        self.regios += [(regio, naam, str(code)) for code in gemeenten]

    def _note(self, bron: str, release: str, file: Path, velden: dict[str, object]) -> None:
        alles = velden | {"sha256": sha256_of(file), "aanvaard_door": "voorbeeld", "aanvaard_reden": "fictief, CC0"}
        regels = [f"  - release: {release}", *(f"    {naam}: {_yaml(waarde)}" for naam, waarde in alles.items())]
        self.releases.setdefault(bron, []).append("\n".join(regels))

    def write(self) -> Path:
        """Write the folder; sources and releases in the order in which they were noted."""
        catalogue = self.folder / "catalogus"
        catalogue.mkdir(parents=True, exist_ok=True)
        (catalogue / "catalogus.yaml").write_text(f"{_KOP}zelfstandig: true\nmerk: {MERK}\n", encoding="utf-8")
        for bron, releases in self.releases.items():
            tekst = f"{_KOP}bron: {bron}\nreleases:\n" + "\n".join(releases) + "\n"
            (catalogue / f"{bron}.yaml").write_text(tekst, encoding="utf-8")
        with (catalogue / "regios.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([("regio", "regionaam", "gemeentecode"), *self.regios])
        return catalogue


def _yaml(waarde: object) -> str:
    if isinstance(waarde, (list, tuple)):
        return "[" + ", ".join(map(str, waarde)) + "]"
    return str(waarde)
