"""A catalogue folder to start from: one own indicator with its figures, and two maps of it. Figures are made up."""

import csv
from collections.abc import Sequence
from pathlib import Path

from veerkracht.errors import CatalogueError

BRON = "eigen_bewoners"
YAML = """# Een bron van uzelf: vervang de teksten en het CSV-bestand door die van u. De naam begint met `eigen_`.
# Deze map geeft u aan veerkracht met --catalogus MAP of VEERKRACHT_CATALOGUS. Daarna: veerkracht fetch {bron}, de
# getoonde opdracht om de cijfers te aanvaarden, en veerkracht refresh.
bron: {bron}
titel: Bewonerspanel (voorbeeld, verzonnen)
uitgever: Gemeente Voorbeeld
licentie: CC0
toegang: open  # verplicht; met `beperkt` komt er niets van in de openbare editie, alleen in die voor leden
landingspagina: https://voorbeeld.nl
reeks: een_release_voor_alle_jaren  # of nieuwste_per_jaar, als elk jaar een eigen bestand heeft
releases:
  - release: 2022-2024@eerste
    jaren: [2022, 2024]
    layout: cijfers_csv
    indeling: 2024  # jaar van de wijk- en buurtindeling waarbij de codes horen
    url: bewonerspanel.csv
"""
FIGURES = [
    ("gebiedscode", "jaar", "waarde", "indicator"),
    *(
        (code, jaar, value, "rapportcijfer_buurt")
        for jaar, values in ((2022, ("6,9", "6,8", "6,4", "7,3")), (2024, ("7,0", "6,9", "6,7", "")))
        for code, value in zip(("GM0034", "WK003401", "BU00340101", "BU00340102"), values, strict=True)
    ),
]
INDICATOREN = [
    {
        "indicator": "rapportcijfer_buurt",
        "label": "Rapportcijfer voor de buurt",
        "definitie": "Gemiddeld rapportcijfer dat leden van het bewonerspanel hun buurt geven (voorbeeld, verzonnen).",
        "eenheid": "rapportcijfer",
        "soort": "score",
        "noemer": "",
        "richting": "hoger_is_gunstiger",
        "decimalen": 1,
        "min": 1,
        "max": 10,
        "thema": "leefbaarheid",
        "rol": "context",
        "kaart": "true",
        "toegang": "open",
        "bron": BRON,
        "afronding": "0,1",
        "afrondingswijze": "rekenkundig",
    }
]
_KAART = {"maat": "rapportcijfer_buurt", "eenheid": "rapportcijfer", "decimalen": 1, "toegang": "open"}
KAARTEN = [
    {
        "kaart_id": "rapportcijfer",
        "volgorde": 101,
        "titel": "Rapportcijfer voor de buurt",
        "soort": "niveau",
        "klassen": "vast",
        "grenzen": "6;6,5;7;7,5",
        "labels": "tot en met 6;6 tot 6,5;6,5 tot 7;7 tot 7,5;hoger dan 7,5",
        "kleuren": "#b30000;#e34a33;#fc8d59;#fdcc8a;#fef0d9",
        "leeshulp": "Hoe roder, hoe lager het cijfer dat bewoners hun buurt geven.",
    },
    {
        "kaart_id": "rapportcijfer-verandering",
        "volgorde": 102,
        "titel": "Ontwikkeling rapportcijfer voor de buurt",
        "soort": "verandering",
        "klassen": "kans",
        "grenzen": "",
        "labels": "duidelijk lager;waarschijnlijk lager;niet te zeggen;waarschijnlijk hoger;duidelijk hoger",
        "kleuren": "#a50f15;#ef9672;#e2e2e2;#a6cde6;#4393c3",
        "leeshulp": "Rood: het cijfer daalde. Blauw: het steeg. Grijs: dat is niet te zeggen. "
        "Duidelijk: zeker in minstens 9 van de 10 gevallen. Waarschijnlijk: in minstens 3 van de 4.",
    },
]


def write_own_template(folder: Path) -> Path:
    """Write the example into `folder` and give it back. Raises CatalogueError when one of its files exists."""
    tables: dict[str, Sequence[Sequence[object]]] = {
        "bewonerspanel.csv": FIGURES,
        "indicatoren.csv": [tuple(INDICATOREN[0]), *(tuple(row.values()) for row in INDICATOREN)],
        "kaarten.csv": [tuple(KAARTEN[0] | _KAART), *(tuple((one | _KAART).values()) for one in KAARTEN)],
    }
    yaml = folder / f"{BRON}.yaml"
    for file in (yaml, *(folder / name for name in tables)):
        if file.exists():
            raise CatalogueError(f"{file} bestaat al; kies met --uit een andere map, dan wordt er niets overschreven.")
    folder.mkdir(parents=True, exist_ok=True)
    yaml.write_text(YAML.format(bron=BRON), encoding="utf-8")
    for name, rows in tables.items():
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream, delimiter=";").writerows(rows)
    return folder
