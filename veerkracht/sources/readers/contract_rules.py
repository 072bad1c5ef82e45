"""The import contract of restricted deliveries: its columns and the rules that each row must keep.

No message made here holds the content of a cell.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn, get_args

from veerkracht import levels
from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import KenmerkSoort, Release, Richting, Source
from veerkracht.sources.readers.kenmerken import themas

SHEET = "gegevens"  # sheet of a workbook that holds the rows
# Column -> what must stand in it, in words for the template and for errors.
COLUMNS = {
    "gebiedscode": "CBS-code als tekst met voorvoegsel: BU + 8, WK + 6 of GM + 4 tekens, of NL00",
    "indeling_jaar": "jaar van de wijk- en buurtindeling waarbij de code hoort",
    "peiljaar": "jaar waarop het cijfer slaat",
    "populatie": "alle of huurders_corporatie",
    "kenmerk": "naam in kleine letters en cijfers, hoogstens zes woorden met _ ertussen, zonder populatie of versie",
    "teller": "aantal met het kenmerk: geheel getal, 0 of minstens 10; leeg als onderdrukt = ja",
    "noemer": "aantal in de populatie: geheel getal, minstens 10 en minstens 10 meer dan de teller",
    "aandeel": "teller als percentage van de noemer (0-100); leeg: daaruit berekend; leeg als onderdrukt = ja",
    "onderdrukt": "ja of nee: is het cijfer door de leverancier weggelaten wegens herkenbaarheid?",
    "afronding": "waarop teller en noemer zijn afgerond: geheel getal, 1 als niet afgerond",
    "bron": "naam van de bron zoals in de catalogus: woonzorgwijzer of cbs_microdata",
    "projectnummer": "nummer van het microdataproject; verplicht bij cbs_microdata",
}
# Columns that a delivery may have besides: what a kenmerk is. One row that says it is enough; all that say it agree.
DESCRIPTION = {
    "label": "naam van het kenmerk voor mensen; verplicht bij een kenmerk dat veerkracht niet kent",
    "thema": "thema van het kenmerk; verplicht bij een kenmerk dat veerkracht niet kent",
    "richting": "hoger_is_gunstiger, lager_is_gunstiger of neutraal; verplicht bij een onbekend kenmerk",
    "soort": "telling (mensen zijn geteld) of modelschatting (een model verwacht ze)",
    "versie": "versie van het model of van de definitie; cijfers van twee versies worden nooit vergeleken",
}
POPULATIES = {"alle": "", "huurders_corporatie": "_hc"}  # -> what stands behind the kenmerk in names of indicators
MATEN = ("teller", "noemer", "aandeel")  # behind that
VERSIE = "v[0-9][a-z0-9]*"  # between both: the mark of an older version, as a pattern
RICHTINGEN: tuple[str, ...] = get_args(Richting)
SOORTEN: tuple[str, ...] = get_args(KenmerkSoort)
MINIMUM = 10  # part of the contract: a smaller teller, noemer or complement may not come in
_KENMERK = re.compile(r"[a-z][a-z0-9]{0,29}(_[a-z0-9]{1,30}){0,5}")  # as the search for leaks knows them
_ENDS = sorted({*POPULATIES, *MATEN, *(end.removeprefix("_") for end in POPULATIES.values() if end)})
_RESERVED = re.compile(rf"(?:.*_)?(?:{'|'.join(_ENDS)}|{VERSIE})")
_COUNTING = re.compile(r"\b(aantal(len)?|telt|tellen|getelde?|telling(en)?)\b", re.IGNORECASE)
_LABEL = re.compile(r"[^\x00-\x1f]{1,80}")
_VERSIE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}")
_JA = {"ja", "true", "waar", "1"}
_NEE = {"nee", "false", "onwaar", "0"}


@dataclass(frozen=True)
class DeliveredRow:
    """One row of a delivery as it came: its number in the file and its cells by column."""

    number: int
    cells: dict[str, object]


@dataclass(frozen=True)
class ContractFigure:
    """One row that keeps the rules; numbers as text, empty where not given."""

    gebiedscode: str
    indeling: int
    peiljaar: int
    populatie: str
    kenmerk: str
    teller: str
    noemer: str
    aandeel: str
    onderdrukt: bool
    described: dict[str, str] = field(default_factory=dict)  # filled cells of DESCRIPTION

    @property
    def share(self) -> str:
        """The percentage as delivered; where it was left empty that of both counts."""
        if self.aandeel or self.onderdrukt:
            return self.aandeel
        return repr(round(100 * int(self.teller) / int(self.noemer), 4))

    @property
    def niveau(self) -> str:
        return levels.known().of_code(self.gebiedscode) or ""

    @property
    def key(self) -> tuple[str, int, int, str, str]:
        return self.gebiedscode, self.indeling, self.peiljaar, self.populatie, self.kenmerk


def column_name(source: Source, kenmerk: str, populatie: str, maat: str, versie: str | None, soort: str) -> str:
    """The name of a column of figures in raw: each version has columns of its own, and of it each soort other than
    that of the source (an estimate among counts always has a version)."""
    marks = [versie.lower()] if versie else []
    return "|".join([kenmerk, populatie, maat, *marks, *([soort] if soort != source.soort else [])])


def counts(label: str) -> bool:
    """Whether a label speaks of counting: what a model expects may not."""
    return bool(_COUNTING.search(label))


def check_row(row: DeliveredRow, called: str, source: Source, release: Release) -> ContractFigure:
    """The row as a figure. Raises DeliveryError with row and column, without the cell."""
    check = _RowCheck(row, called)
    code = check.code(release)
    figure = ContractFigure(
        gebiedscode=code,
        indeling=check.one_of_years("indeling_jaar", {_indeling(code, release)}),
        peiljaar=check.one_of_years("peiljaar", set(release.jaren)),
        populatie=check.one_of("populatie", tuple(POPULATIES)),
        kenmerk=check.kenmerk(),
        teller=check.count("teller"),
        noemer=check.count("noemer"),
        aandeel=check.text("aandeel").replace(",", "."),
        onderdrukt=check.yes_no("onderdrukt"),
        described=_description(check, source),
    )
    check.one_of("bron", (source.bron,))
    if source.bron == "cbs_microdata" and not check.text("projectnummer"):
        check.fail("projectnummer")
    base = int(check.count("afronding") or 0) or check.fail("afronding")
    (_check_suppressed if figure.onderdrukt else _check_figure)(check, figure, base)
    return figure


def _indeling(code: str, release: Release) -> int:
    return release.uitzonderingen.get(levels.known().parent_code(code, levels.GEMEENTE) or "", release.indeling)


def _check_suppressed(check: "_RowCheck", figure: ContractFigure, base: int) -> None:
    for column in ("teller", "aandeel"):
        if getattr(figure, column):
            check.fail(column, "moet leeg zijn omdat onderdrukt = ja")
    if figure.noemer and int(figure.noemer) < MINIMUM:
        check.fail("noemer", f"is kleiner dan {MINIMUM}; laat hem leeg")


def _description(check: "_RowCheck", source: Source) -> dict[str, str]:
    """What the row says of its kenmerk; no entry for an empty cell."""
    lists = {"thema": themas(), "richting": RICHTINGEN, "soort": SOORTEN}
    patterns = {"label": _LABEL, "versie": _VERSIE}
    said = {column: check.text(column) for column in DESCRIPTION if check.text(column)}
    for column in said.keys() & lists.keys():
        check.one_of(column, lists[column])
    for column in said.keys() & patterns.keys():
        if not patterns[column].fullmatch(said[column]):
            check.fail(column)
    if source.soort == "modelschatting" and said.get("soort", source.soort) != source.soort:
        check.fail("soort", "deze bron levert verwachtingen van een model; verwacht: modelschatting, of leeg")
    return said


def _check_figure(check: "_RowCheck", figure: ContractFigure, base: int) -> None:
    for column in ("teller", "noemer"):
        if not getattr(figure, column):
            check.fail(column, "is leeg terwijl onderdrukt = nee")
    teller, noemer = int(figure.teller), int(figure.noemer)
    instead = "zo'n cijfer mag niet worden ingelezen: maak de cellen leeg en zet onderdrukt op ja"
    if 0 < teller < MINIMUM:
        check.fail("teller", f"ligt tussen 0 en {MINIMUM}; {instead}")
    if noemer < MINIMUM:
        check.fail("noemer", f"is kleiner dan {MINIMUM}; {instead}")
    if noemer - teller < MINIMUM:
        check.fail("noemer", f"min teller is kleiner dan {MINIMUM}; {instead}")
    if figure.aandeel:
        low, high = _share_limits(teller, noemer, base, check.decimals(figure.aandeel))
        if not low <= float(figure.aandeel) <= high:
            check.fail("aandeel", "past niet bij teller en noemer, ook niet na afronding; verwacht: percentage (0-100)")


def _share_limits(teller: int, noemer: int, base: int, decimals: int) -> tuple[float, float]:
    """Lowest and highest percentage that rounded counts allow (error < base), and its own rounding."""
    error = base if base > 1 else 0
    half = 0.5 * 10.0**-decimals + 1e-9
    low = max(teller - error, 0) / (noemer + error)
    high = (teller + error) / max(noemer - error, 1)
    return 100 * low - half, min(100 * high, 100.0) + half


class _RowCheck:
    """Reads the cells of one row; every failure names row and column and what belongs there."""

    def __init__(self, row: DeliveredRow, called: str):
        self._row, self._called = row, called

    def fail(self, column: str, why: str | None = None) -> NoReturn:
        text = why or f"is onbruikbaar; verwacht: {(COLUMNS | DESCRIPTION)[column]}"
        # `from None`: a cause could carry the content of the cell into a log
        raise DeliveryError(f"{self._called}: rij {self._row.number}, kolom {column}: {text}.") from None

    def text(self, column: str) -> str:
        cell = self._row.cells.get(column)
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return "" if cell is None else str(cell).strip()

    def code(self, release: Release) -> str:
        code = self.text("gebiedscode")
        if code.isdigit():
            self.fail(
                "gebiedscode",
                "is een getal: Excel heeft het voorvoegsel en de nullen weggelaten. Zet de kolom op Tekst en "
                "plak de codes opnieuw, zoals BU00340101",
            )
        niveau = levels.known().of_code(code)
        if not niveau or (release.niveaus and niveau not in release.niveaus):
            promised = f" (niveaus van deze release: {', '.join(release.niveaus)})" if release.niveaus else ""
            self.fail("gebiedscode", f"is geen code die hier mag staan; verwacht: {COLUMNS['gebiedscode']}{promised}")
        return code

    def one_of_years(self, column: str, allowed: set[int]) -> int:
        text = self.text(column)
        if text not in {str(year) for year in allowed}:
            years = " of ".join(str(year) for year in sorted(allowed))
            self.fail(column, f"is niet wat de catalogus voor deze release noemt; verwacht: {years}")
        return int(text)

    def one_of(self, column: str, allowed: Sequence[str]) -> str:
        return (
            self.text(column)
            if self.text(column) in allowed
            else self.fail(column, f"verwacht: {' of '.join(allowed)}")
        )

    def kenmerk(self) -> str:
        text = self.text("kenmerk")
        if not _KENMERK.fullmatch(text):
            self.fail("kenmerk")
        if _RESERVED.fullmatch(text):
            self.fail(
                "kenmerk",
                f"eindigt op een woord dat een indicator afsluit ({', '.join(_ENDS)}, of v met een nummer). "
                "Zet populatie en versie in hun eigen kolom en geef het kenmerk een naam zonder dat woord aan het eind",
            )
        return text

    def count(self, column: str) -> str:
        text = self.text(column)
        return text if not text or (text.isascii() and text.isdigit() and len(text) < 10) else self.fail(column)

    def yes_no(self, column: str) -> bool:
        text = self.text(column).lower()
        return text in _JA or (False if text in _NEE else self.fail(column))

    def decimals(self, share: str) -> int:
        """Number of decimals of a share that stands as plain decimal text, else the row fails."""
        if not re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", share):
            self.fail("aandeel")
        return min(len(share.partition(".")[2]), 6)
