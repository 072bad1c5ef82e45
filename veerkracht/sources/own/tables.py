"""What a user adds without code: rows of indicatoren.csv, kaarten.csv and regios.csv in a catalogue folder.

Every row is checked as ours are and against ours; a mistake is a CatalogueError with file and row. What one row may
say is in `rows`, the figures themselves are read by `figures`. Text is data here: products escape it.
"""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from veerkracht.errors import CatalogueError, suggestion
from veerkracht.mapkinds import register
from veerkracht.mapkinds.kind import Grond
from veerkracht.paths import SEEDS, Publiek
from veerkracht.sources.catalogue.csvfile import NumberedRows, RowT, rows_of_files
from veerkracht.sources.catalogue.model import Source
from veerkracht.sources.own.kenmerken import known_indicators
from veerkracht.sources.own.rows import OWN, OwnIndicator, OwnKaart, OwnRegio

INDICATOREN, KAARTEN, REGIOS = "indicatoren.csv", "kaarten.csv", "regios.csv"
INDEX = "kwetsbaarheid"  # the one measure of maps that is no indicator
MODELLED = "rivm_gezondheid"  # the source of ours of which percentages are estimates of a model
# Endings by which the checks of a leden edition know counts of people from shares.
RESTRICTED_ENDINGS = {"aantal": ("_teller", "_noemer")}
RESTRICTED_OTHER = ("_aandeel",)


@dataclass(frozen=True)
class OwnTables:
    """The checked rows of all catalogue folders; what of them has no effect, a sentence each."""

    indicatoren: tuple[OwnIndicator, ...] = ()
    kaarten: tuple[OwnKaart, ...] = ()
    regios: tuple[OwnRegio, ...] = ()
    remarks: tuple[str, ...] = ()

    def tables(self, publiek: Publiek) -> dict[str, list[dict[str, object]]]:
        """Rows by table of `schemas.EIGEN`, those that a build of this public may see."""
        shown = [row for row in self.indicatoren if publiek == "leden" or row.toegang == "open"]
        maps = [row for row in self.kaarten if publiek == "leden" or row.toegang == "open"]
        mapped = {row.maat for row in maps}
        return {
            "indicatoren": [row.seed() | {"kaart": row.kaart or row.indicator in mapped} for row in shown],
            "kolommen": [column for row in shown for column in self._columns(row)],
            "kaarten": [row.seed() for row in maps],
            "regios": [row.model_dump() for row in self.regios],
        }

    def restricted(self) -> list[str]:
        """Ids of indicators that may stand in no openbaar edition."""
        return sorted(row.indicator for row in self.indicatoren if row.toegang == "beperkt")

    def columns(self, bron: str) -> set[str]:
        """Names that the figures of a source may go by."""
        return {str(column["kolom"]) for row in self.indicatoren if row.bron == bron for column in self._columns(row)}

    def _columns(self, row: OwnIndicator) -> Iterator[dict[str, object]]:
        """The indicator by its id; the only one of its source also by the column `waarde`."""
        yield row.column(row.indicator)
        if sum(other.bron == row.bron for other in self.indicatoren) == 1:
            yield row.column("waarde")


def load_own(folders: Sequence[Path], sources: Mapping[str, Source]) -> OwnTables:
    """The own rows of the folders, checked among themselves, against our seeds and against the sources.

    Raises CatalogueError naming file and row.
    """
    indicators = rows_of_files(folders, INDICATOREN, OwnIndicator)
    written = rows_of_files(folders, KAARTEN, OwnKaart)
    maps = [(where, row) for where, row in written if not row.gone]
    regions = rows_of_files(folders, REGIOS, OwnRegio)
    ours = {row["indicator"]: row for row in [*seed("indicatoren"), *known_indicators(sources)]}
    _once(indicators, "indicator", lambda row: row.indicator, set(ours))
    _once(maps, "kaart", lambda row: row.kaart_id, {row["kaart_id"] for row in seed("kaarten")})
    _once(regions, "regio en gemeente", lambda row: f"{row.regio} {row.gemeentecode}", set())
    access = {name: row["toegang"] for name, row in ours.items()} | {r.indicator: r.toegang for _, r in indicators}
    themes = {row["thema"] for row in ours.values()}
    for where, row in indicators:
        _check_indicator(where, row, access, themes, sources)
    kinds = {name: row["soort"] for name, row in ours.items()} | {row.indicator: row.soort for _, row in indicators}
    estimated = {INDEX, *(name for name, kind in kinds.items() if kind == "score")}
    estimated |= {name for name, row in ours.items() if row["bron"] == MODELLED}
    estimated |= {name for name, kind in kinds.items() if kind == "percentage" and access[name] == "beperkt"}
    for where, one in maps:
        _check_map(where, one, access, kinds)
        _check_change(where, one, estimated)
    _one_name(regions)
    _all_described(folders, sources, {row.bron for _, row in indicators})
    return OwnTables(_only_rows(indicators), _only_rows(maps), _only_rows(regions), tuple(_left_out(written)))


def _left_out(maps: NumberedRows[OwnKaart]) -> Iterator[str]:
    for where, row in maps:
        if row.gone:
            yield f"{where}: kaart `{row.kaart_id}` wordt niet gemaakt; {row.gone.line(row.klassen)}"


def _only_rows(found: NumberedRows[RowT]) -> tuple[RowT, ...]:
    return tuple(row for _, row in found)


@cache
def seed(name: str) -> list[dict[str, str]]:
    """Rows of a seed of ours as text; none when there is no such seed."""
    file = SEEDS / f"{name}.csv"
    if not file.is_file():
        return []
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _once(found: NumberedRows[RowT], what: str, key: Callable[[RowT], str], ours: set[str]) -> None:
    seen: dict[str, str] = {}
    for where, row in found:
        name = key(row)
        if name in ours:
            raise CatalogueError(f"{where}: {what} `{name}` bestaat al in veerkracht; kies een andere naam.")
        if name in seen:
            raise CatalogueError(f"{where}: {what} `{name}` staat ook in {seen[name]}; laat er één staan.")
        seen[name] = where


def _check_indicator(
    where: str, row: OwnIndicator, access: Mapping[str, str], themes: set[str], sources: Mapping[str, Source]
) -> None:
    if row.thema not in themes:
        raise CatalogueError(f"{where}: thema `{row.thema}` is onbekend; mogelijk zijn {', '.join(sorted(themes))}.")
    if row.noemer and row.noemer not in access:
        raise CatalogueError(f"{where}: noemer `{row.noemer}` is geen indicator.{suggestion(row.noemer, access)}")
    if row.noemer and row.toegang == "open" and access[row.noemer] == "beperkt":
        raise CatalogueError(f"{where}: noemer `{row.noemer}` is beperkt, dus de indicator moet dat ook zijn.")
    source = sources.get(row.bron)
    if source is None:
        raise CatalogueError(f"{where}: bron `{row.bron}` staat niet in de catalogus; voeg {row.bron}.yaml toe.")
    if source.toegang != row.toegang:
        raise CatalogueError(
            f"{where}: `toegang` is {row.toegang}, maar bron `{row.bron}` is {source.toegang}. Zet open en beperkte "
            "cijfers in twee bronnen: wat beperkt is, mag geen openbare bouw lezen."
        )
    endings = RESTRICTED_ENDINGS.get(row.soort, RESTRICTED_OTHER)
    if row.toegang == "beperkt" and not row.indicator.endswith(endings):
        raise CatalogueError(
            f"{where}: de naam van een beperkte indicator ({row.soort}) eindigt op {' of '.join(endings)}, zodat de "
            f"controle op kleine aantallen haar herkent; gevonden: `{row.indicator}`."
        )


def _check_map(where: str, row: OwnKaart, access: Mapping[str, str], kinds: Mapping[str, str]) -> None:
    for name in (row.maat, row.geleverde_klasse):
        if name and name != INDEX and name not in access:
            raise CatalogueError(f"{where}: maat `{name}` is geen indicator.{suggestion(name, access)}")
        if name and row.toegang == "open" and access.get(name) == "beperkt":
            raise CatalogueError(f"{where}: maat `{name}` is beperkt, dus de kaart moet dat ook zijn (`toegang`).")
    if row.soort == "verandering" and access.get(row.maat) == "beperkt" and kinds[row.maat] == "aantal":
        raise CatalogueError(
            f"{where}: van een beperkt aantal wordt geen verandering getoond: een verschil kan onthullen wat elk van "
            "beide aantallen niet mag. Neem een aandeel als maat."
        )


def _check_change(where: str, row: OwnKaart, estimated: set[str]) -> None:
    """Of an estimate the statistics tell the chance of a change; of a count only whether it can be measured."""
    grond = Grond.KANS if row.maat in estimated else Grond.REGISTRATIE
    if row.soort == "verandering" and register.KINDS[row.klassen].grond is not grond:
        right = " of ".join(f"`{kind.naam}`" for kind in register.fitting(row.soort) if kind.grond is grond)
        found = "wel" if row.maat in estimated else "niet"
        raise CatalogueError(
            f"{where}: maat `{row.maat}` is {found} geschat (een score); neem bij haar verandering klassen {right}."
        )


def _one_name(regions: NumberedRows[OwnRegio]) -> None:
    names: dict[str, tuple[str, str]] = {}
    for where, row in regions:
        first, name = names.setdefault(row.regio, (where, row.regionaam))
        if name != row.regionaam:
            raise CatalogueError(f"{where}: regio `{row.regio}` heet hier anders dan in {first}; geef haar één naam.")


def _all_described(folders: Sequence[Path], sources: Mapping[str, Source], described: set[str]) -> None:
    """A source of the user's own without an indicator would be fetched and never seen."""
    for bron in sources:
        if bron.startswith(OWN) and bron not in described:
            where = ", ".join(str(folder / INDICATOREN) for folder in folders)
            raise CatalogueError(f"{where}: geen enkele rij voor bron `{bron}`; beschrijf daar haar indicatoren.")
