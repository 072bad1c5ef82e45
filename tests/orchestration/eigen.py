"""Own catalogue folders beside the sample: one open source with a map and a region, one restricted."""

import csv
import hashlib
from pathlib import Path

YAML = """bron: {bron}
titel: {titel}
uitgever: Gemeente Voorbeeld
licentie: CC0
toegang: {toegang}
landingspagina: https://voorbeeld.nl
reeks: een_release_voor_alle_jaren
releases:
  - release: 2014-2024@proef
    jaren: [2014, 2024]
    layout: cijfers_csv
    indeling: 2024
    {waar}
    sha256: {sha256}
    aanvaard_door: proef
    aanvaard_reden: fictief
"""
LABEL = "<b>Schoon</b> =1+1"  # what a user writes is data, never markup or a formula
INDICATOR = {
    "indicator": "schoon_cijfer", "label": LABEL, "definitie": "Rapportcijfer <i>schoon</i>.", "eenheid": "cijfer",
    "soort": "score", "richting": "hoger_is_gunstiger", "decimalen": 1, "min": 1, "max": 10, "thema": "leefbaarheid",
    "rol": "context", "kaart": "true", "toegang": "open", "bron": "eigen_schoon",
}  # fmt: skip
GEHEIM = INDICATOR | {
    "indicator": "zorgmijders_aandeel", "label": "Zorgmijders", "definitie": "Vertrouwelijk.", "eenheid": "%",
    "soort": "percentage", "richting": "lager_is_gunstiger", "min": 0, "max": 100, "thema": "zorg",
    "toegang": "beperkt", "bron": "eigen_zorgmijders",
}  # fmt: skip
KAART = {
    "kaart_id": "schoon", "volgorde": 101, "titel": LABEL, "maat": "schoon_cijfer", "soort": "niveau",
    "klassen": "vast", "grenzen": "5;6;7", "labels": "vies;matig;redelijk;schoon",
    "kleuren": "#b30000;#fc8d59;#fdcc8a;#fef0d9", "eenheid": "cijfer", "decimalen": 1, "leeshulp": "Rood is vies.",
    "toegang": "open",
}  # fmt: skip
GEHEIME_KAART = KAART | {
    "kaart_id": "zorgmijders", "titel": "Zorgmijders", "maat": "zorgmijders_aandeel", "grenzen": "21;22;23",
    "toegang": "beperkt",
}  # fmt: skip
GEHEIM_CIJFER = 20.837  # no other figure of the sample looks like this one


def write_open(folder: Path, codes: list[str]) -> Path:
    """An open indicator of these areas with a map, and a region."""
    rows = [
        (code, jaar, 4.5 + n % 7 / 2 + (jaar == 2024) * 0.3) for n, code in enumerate(codes) for jaar in (2014, 2024)
    ]
    _write(folder, rows, INDICATOR, KAART, folder)
    _table(folder / "regios.csv", {"regio": "proef", "regionaam": "Proefregio", "gemeentecode": f"GM{codes[0][2:6]}"})
    return folder


def write_restricted(folder: Path, codes: list[str], drop: Path) -> Path:
    """A restricted indicator with a map; its figures lie in `drop`, the folder of the user's deliveries."""
    rows = [
        (code, jaar, GEHEIM_CIJFER + n % 4 + (jaar == 2024)) for n, code in enumerate(codes) for jaar in (2014, 2024)
    ]
    _write(folder, rows, GEHEIM, GEHEIME_KAART, drop / GEHEIM["bron"])
    return folder


def buurten(sample: Path) -> list[str]:
    """Codes of the buurten of the sample in which at least 300 people live: no cell of them is small."""
    import pyogrio

    (file,) = (sample / "bestanden/cbs_grenzen").glob("*2024*.gpkg")
    frame = pyogrio.read_dataframe(file, layer="buurten", read_geometry=False)
    return sorted(set(frame.loc[(frame["water"] == "NEE") & (frame["aantal_inwoners"] >= 300), "buurtcode"]))


def _write(folder: Path, rows: list[tuple], indicator: dict, kaart: dict, lies: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lies.mkdir(parents=True, exist_ok=True)
    bron, toegang = indicator["bron"], indicator["toegang"]
    file = lies / f"{bron}.csv"
    lines = [f"{code},{jaar},{value:.4f}" for code, jaar, value in rows]
    file.write_text("\n".join(["gebiedscode,jaar,waarde", *lines, ""]), encoding="utf-8")
    sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    where = f"drop: {file.name}" if toegang == "beperkt" else f"url: {file.name}"
    yaml = YAML.format(bron=bron, titel=indicator["label"], toegang=toegang, waar=where, sha256=sha256)
    (folder / f"{bron}.yaml").write_text(yaml, encoding="utf-8")
    _table(folder / "indicatoren.csv", indicator)
    _table(folder / "kaarten.csv", kaart)


def _table(file: Path, row: dict) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(row))
        writer.writeheader()
        writer.writerow(row)
