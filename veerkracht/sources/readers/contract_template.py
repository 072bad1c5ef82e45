"""The empty form in which a user delivers restricted figures: XLSX with explanation and validation, or bare CSV."""

from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.errors import DeliveryError
from veerkracht.sources.folders import CONTRACT, folders, reader_module
from veerkracht.sources.readers.contract_rules import (
    COLUMNS,
    DESCRIPTION,
    POPULATIES,
    RICHTINGEN,
    SHEET,
    SOORTEN,
)
from veerkracht.sources.readers.kenmerken import known, themas

if TYPE_CHECKING:
    import xlsxwriter

_ROWS = 100_000  # rows with validation: buurten x a handful of kenmerken

_EXPLAINED = (
    "Zo vult u dit sjabloon in",
    f"Zet op blad '{SHEET}' elke uitkomst op een eigen rij. Laat de kop in rij 1 staan; zet er geen titel boven.",
    "Verander niets aan de kolommen. De volgorde maakt niet uit; extra kolommen worden geweigerd.",
    f"De kolommen {', '.join(DESCRIPTION)} beschrijven het kenmerk: vul ze bij één rij ervan in, of bij alle.",
    "Een kenmerk dat veerkracht niet kent, komt alleen in de editie met label, thema en richting.",
    "Plak codes als tekst (Plakken speciaal, waarden): Excel laat anders BU en nullen vooraan weg.",
    "Geweigerd wordt elke rij met een teller van 1 t/m 9, een noemer onder 10 of noemer min teller onder 10.",
    "Maak in zo'n geval teller en aandeel leeg (en de noemer als die onder 10 is) en zet onderdrukt op ja.",
    "Eén regel per gebied, peiljaar, populatie en kenmerk. De jaren moeten die van de catalogus zijn.",
    "Een foutmelding noemt rij en kolom, nooit de inhoud van de cel.",
)


def write_template(bron: str, path: Path) -> Path:
    """Write the form for `bron` to `path` (.xlsx, or .csv with only the header) and give the path back.

    Raises DeliveryError for a source that does not come in the import contract, or another suffix.
    """
    if reader_module(bron) != CONTRACT:
        forms = " en ".join(name for name in folders() if reader_module(name) == CONTRACT)
        raise DeliveryError(f"Voor bron {bron} is er geen sjabloon, de uitgever levert zelf; wel voor {forms}.")
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise DeliveryError(f"{path.name}: een sjabloon eindigt op .xlsx of .csv.")
    path.parent.mkdir(parents=True, exist_ok=True)
    if suffix == ".csv":
        path.write_text(";".join(_ALL) + "\r\n", encoding="utf-8-sig", newline="")
    else:
        _write_xlsx(bron, path)
    return path


def _known_names(bron: str) -> dict[str, str]:
    """Label of each kenmerk of a source that needs no description, by name."""
    return {kenmerk: one.label for (of, kenmerk), one in known().items() if of == bron}


def _write_xlsx(bron: str, path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(path) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#E8EDF2", "border": 1})
        text = workbook.add_format({"num_format": "@"})
        sheet = workbook.add_worksheet(SHEET)
        sheet.freeze_panes(1, 1)
        for column, (name, meaning) in enumerate(_ALL.items()):
            sheet.set_column(column, column, max(14, len(name) + 3), text if name in _TEXT else None)
            sheet.write_string(0, column, name, bold)
            sheet.data_validation(1, column, _ROWS, column, _validation(bron, name, meaning))
        _write_explanation(workbook, bron, bold)


_ALL = COLUMNS | DESCRIPTION
_TEXT = (*DESCRIPTION, "gebiedscode", "populatie", "kenmerk", "onderdrukt", "bron", "projectnummer")


def _validation(bron: str, name: str, meaning: str) -> dict[str, object]:
    """What Excel lets someone type in a column; it guards typing only, the reader checks what was pasted."""
    lists = {"populatie": list(POPULATIES), "onderdrukt": ["ja", "nee"], "bron": [bron]}
    lists |= {"thema": list(themas()), "richting": list(RICHTINGEN), "soort": list(SOORTEN)}
    years: dict[str, object] = {"validate": "integer", "criteria": "between", "minimum": 1995, "maximum": 2100}
    counts: dict[str, object] = {"validate": "integer", "criteria": ">=", "value": 0}
    rules: dict[str, dict[str, object]] = {
        "gebiedscode": {"validate": "length", "criteria": "between", "minimum": 4, "maximum": 10},
        "indeling_jaar": years,
        "peiljaar": years,
        "kenmerk": {"validate": "length", "criteria": "between", "minimum": 1, "maximum": 60},
        "teller": counts,
        "noemer": counts | {"value": 10},
        "aandeel": {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100},
        "afronding": counts | {"value": 1},
        "projectnummer": {"validate": "length", "criteria": "<=", "value": 40},
        "label": {"validate": "length", "criteria": "<=", "value": 80},
        "versie": {"validate": "length", "criteria": "<=", "value": 40},
    }
    rule: dict[str, object] = {"validate": "list", "source": lists[name]} if name in lists else rules[name]
    return rule | {
        "input_title": name,
        "input_message": meaning,
        "error_title": "Niet volgens contract",
        "error_message": meaning,
    }


def _write_explanation(workbook: "xlsxwriter.Workbook", bron: str, bold: "xlsxwriter.format.Format") -> None:
    sheet = workbook.add_worksheet("toelichting")
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 100)
    for row, line in enumerate(_EXPLAINED):
        sheet.write_string(row, 0, line, bold if row == 0 else None)
    start = len(_EXPLAINED) + 1
    sheet.write_row(start, 0, ("kolom", "wat erin hoort"), bold)
    for row, (name, meaning) in enumerate(_ALL.items(), start + 1):
        sheet.write_row(row, 0, (name, bron if name == "bron" else meaning))
    start += len(_ALL) + 2
    sheet.write_row(start, 0, ("kenmerk", "hiervan mogen label, thema en richting leeg blijven"), bold)
    for row, (name, label) in enumerate(_known_names(bron).items(), start + 1):
        sheet.write_row(row, 0, (name, label))
