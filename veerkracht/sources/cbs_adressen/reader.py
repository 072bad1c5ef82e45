"""CBS table of addresses: postcode + house number to buurt, wijk and gemeente of one 1 August. No figures.

House number additions are not in it, so an address that straddles a border stands there once per buurt: both rows are
kept (each is true) and counted in the fact `adres_in_meer_buurten`; only wholly equal rows are taken once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from veerkracht import levels, schemas
from veerkracht.errors import DeliveryError, in_short
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers.csvtext import header_names, separator_of
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.headings import headings
from veerkracht.sources.readers.layout import Layout, zip_layout
from veerkracht.sources.readers.members import member_names
from veerkracht.sources.readers.tables import Feit, feiten, gebieden
from veerkracht.sources.readers.zipsafe import open_member

MAX_BYTES = 4_000_000_000  # expanded; the table of the whole country is about 0.3 GB
_ONLEESBAAR_TOT = 0.01  # share of rows without a usable address above which it is another file
HEADINGS = Path(__file__).with_name("koppen.yaml")
_POSTCODE = r"^[1-9][0-9]{3}[A-Z]{2}$"


_ADRES = ("postcode", "huisnummer")


@dataclass
class _Count:
    """What is counted while the rows stream by."""

    rows: int = 0
    unreadable: int = 0
    completed: set[str] = field(default_factory=set)
    wrong: str | None = None  # the first code that is none, and where


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Addresses as `bijlagen["adressen"]` (schema ADRESSEN), the areas their codes name, no figures.

    Raises DeliveryError for another year than the release's indeling, a column gone or a code that is none.
    """
    member, header, separator = _table_member(file)
    columns = _columns(f"{file.name}/{member}", header, release)
    count = _Count()
    with open_member(file, member, MAX_BYTES) as stream:
        batches = list(_batches(stream, f"{file.name}/{member}", header, separator, columns, release, count))
    adressen = pa.Table.from_batches(batches, schemas.ADRESSEN)
    _check_filled(f"{file.name}/{member}", adressen, count)
    distinct = adressen.group_by(adressen.column_names, use_threads=False).aggregate([]).cast(schemas.ADRESSEN)
    return Delivery(
        waarnemingen=schemas.WAARNEMINGEN.empty_table(),
        gebieden=_areas(source, release, distinct),
        feiten=feiten(source, release, _facts(distinct, adressen.num_rows - distinct.num_rows, count)),
        bijlagen={"adressen": distinct},
    )


def _table_member(file: Path) -> tuple[str, list[str], str]:
    """The member whose header has postcode and house number, its header and its separator."""
    seen = []
    for member in member_names(file):
        if Path(member).suffix.lower() not in (".csv", ".txt"):
            continue
        with open_member(file, member, MAX_BYTES) as stream:
            line = stream.readline(10_000)
        separator = separator_of(line.decode("utf-8-sig", "replace"))
        header = header_names(line, separator)
        if all(headings(HEADINGS).find(column, header) for column in _ADRES):
            return member, header, separator
        seen.append(f"{member} ({', '.join(header[:6])})")
    what = "; ".join(seen)[:200] or "geen csv-bestand"
    raise DeliveryError(
        f"{file.name}: geen tabel met kolommen PC6 en Huisnummer. Gezien: {what}. "
        "Neem de adressentabel (pc6huisnr) van CBS, zoals zij op cbs.nl staat."
    )


def _columns(called: str, header: list[str], release: Release) -> dict[str, str]:
    """Our column -> theirs. Raises DeliveryError when one is gone or of another year."""
    rules = headings(HEADINGS)
    found: dict[str, str] = {}
    for column in (*_ADRES, *_niveaus()):
        named = rules.find(column, header, otherwise=(f"{column}{{jaar}}", f"{column}code"))
        fitting = [one.name for one in named if one.jaar in (None, release.indeling)]
        if named and not fitting:
            raise DeliveryError(
                f"{called}: kolom {named[0].name} is van {named[0].jaar}, maar release {release.release} heeft "
                f"indeling {release.indeling}. Dit is de tabel van een ander jaar; leg haar onder de release daarvan."
            )
        if fitting:
            found[column] = fitting[0]
    missing = [f"{name.capitalize()}{release.indeling}" for name in _niveaus() if name not in found]
    if missing:
        raise DeliveryError(
            f"{called}: kolom {', '.join(missing)} ontbreekt; gezien: {', '.join(header[:12])[:150]}. Neem de tabel "
            "pc6huisnr van CBS zoals zij op cbs.nl staat."
        )
    return found


def _batches(
    stream: IO[bytes],
    called: str,
    header: list[str],
    separator: str,
    columns: dict[str, str],
    release: Release,
    count: _Count,
) -> Iterator[pa.RecordBatch]:
    # All text, unchecked: one file (2023) is cp1252, but what is read here is plain letters and digits.
    convert = pacsv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()),
        include_columns=list(columns.values()),
        check_utf8=False,
        strings_can_be_null=False,
    )
    reading = pacsv.ReadOptions(column_names=header, skip_rows=1, block_size=1 << 24, use_threads=False)
    try:
        reader = pacsv.open_csv(stream, reading, pacsv.ParseOptions(delimiter=separator), convert)
        codes = {niveau: _Codes(niveau, called, count) for niveau in _niveaus()}
        for batch in reader:
            yield _batch({name: batch.column(theirs) for name, theirs in columns.items()}, codes, release, count)
    except pa.ArrowInvalid as error:
        raise DeliveryError(
            f"{called}: is beschadigd of geen gewone tabel: {in_short(error)}. Haal het opnieuw op."
        ) from error


def _batch(cells: dict[str, pa.Array], codes: "dict[str, _Codes]", release: Release, count: _Count) -> pa.RecordBatch:
    postcode = pc.ascii_upper(pc.replace_substring(cells["postcode"], " ", ""))
    number = pc.ascii_trim_whitespace(cells["huisnummer"])
    usable = pc.and_(pc.match_substring_regex(postcode, _POSTCODE), pc.match_substring_regex(number, r"^[0-9]{1,6}$"))
    n = len(postcode)
    first_row = count.rows + 2
    made = {niveau: convert(cells[niveau], first_row) for niveau, convert in codes.items()}
    usable = reduce(pc.and_, (pc.is_valid(array) for array in made.values()), usable)
    _check_nested(made, codes[levels.known().ground].called, first_row)
    count.rows += n
    count.unreadable += n - pc.sum(usable).as_py()
    number = pc.if_else(usable, number, pa.scalar("0")).cast(pa.int32())
    columns = [
        pa.repeat(pa.scalar(release.jaren[0], pa.int16()), n),
        pa.repeat(pa.scalar(release.indeling, pa.int16()), n),
        postcode,
        number,
        *made.values(),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schemas.ADRESSEN).filter(usable)


@dataclass
class _Codes:
    """Codes of one level with prefix and leading zeros, null for a text that is none; each distinct text is looked at
    once per batch."""

    niveau: str
    called: str
    count: _Count

    def __call__(self, cells: pa.Array, first_row: int) -> pa.Array:
        encoded = pc.ascii_trim_whitespace(cells).dictionary_encode()
        whole = [self._code(text) for text in encoded.dictionary.to_pylist()]
        if None in whole:
            text = encoded.dictionary[whole.index(None)].as_py()
            row = first_row + pc.index(encoded.cast(pa.string()), text).as_py()
            prefix, width = levels.known()[self.niveau].voorvoegsel, levels.known()[self.niveau].tekens
            self.count.wrong = self.count.wrong or (
                f"{self.called}: rij {row}: {text!r} is geen {self.niveau}code; verwacht: {width} cijfers of letters, "
                f"met of zonder {prefix} ervoor. Haal het bestand opnieuw op."
            )
        return pa.array(whole, pa.string()).take(encoded.indices)

    def _code(self, text: str) -> str | None:
        # In this file the code columns are known to be codes only, so a number that lost its leading zeros (as in the
        # tables before 2020) can be completed without guessing.
        prefix, width = levels.known()[self.niveau].voorvoegsel, levels.known()[self.niveau].tekens
        bare = text.removesuffix(".0").removeprefix(prefix)
        if bare.isdecimal() and len(bare) < width and not text.startswith(prefix):
            self.count.completed.add(text)
            bare = bare.zfill(width)
        code = prefix + bare
        return code if levels.known().of_code(code) == self.niveau else None


def _check_nested(made: dict[str, pa.Array], called: str, first_row: int) -> None:
    """The wijk and gemeente beside a buurt must be those of its code: else columns have shifted."""
    inside = [_same_part(made[smaller], made[larger], larger) for smaller, larger in pairwise(_niveaus())]
    wrong = pc.index(pc.fill_null(reduce(pc.and_, inside), True), False).as_py()
    if wrong >= 0:
        shown = ", ".join(made[niveau][wrong].as_py() for niveau in _niveaus())
        raise DeliveryError(
            f"{called}: rij {first_row + wrong}: {shown} horen niet bij elkaar; verwacht: buurt in wijk in gemeente. "
            "Zijn kolommen verschoven? Haal het bestand opnieuw op."
        )


def _same_part(smaller: pa.Array, larger: pa.Array, niveau: str) -> pa.Array:
    part = levels.known()[niveau].own_part
    return pc.equal(*(pc.utf8_slice_codeunits(codes, part.start, part.stop) for codes in (smaller, larger)))


def _niveaus() -> tuple[str, ...]:
    """The levels of which the table has a column with codes: the buurt and what its code tells."""
    table = levels.known()
    return (table.ground, *table.coded(table.ground))


def _check_filled(called: str, adressen: pa.Table, count: _Count) -> None:
    if count.wrong and count.unreadable > _ONLEESBAAR_TOT * count.rows:
        raise DeliveryError(count.wrong)
    if not adressen.num_rows:
        raise DeliveryError(f"{called}: geen enkel adres in {count.rows} rijen. Haal het bestand opnieuw op.")
    if count.unreadable > _ONLEESBAAR_TOT * count.rows:
        raise DeliveryError(
            f"{called}: {count.unreadable} van {count.rows} rijen hebben geen postcode (1234AB) met huisnummer; "
            f"verwacht: hoogstens {_ONLEESBAAR_TOT:.0%}. Zijn kolommen verschoven? "
            "Haal het bestand opnieuw op."
        )


def _areas(source: Source, release: Release, adressen: pa.Table) -> pa.Table:
    per_level = {niveau: pc.unique(adressen[f"{niveau}code"]) for niveau in _niveaus()}
    codes = pa.concat_arrays(list(per_level.values()))
    niveaus = pa.array([niveau for niveau, array in per_level.items() for _ in range(len(array))])
    return gebieden(source, release, codes, niveaus, jaar=release.jaren[0])


def _facts(adressen: pa.Table, double: int, count: _Count) -> Iterator[Feit]:
    yield Feit("aantal_rijen", count.rows)
    yield Feit("adres_onleesbaar", count.unreadable, toelichting="geen postcode, huisnummer of buurtcode; weggelaten")
    yield Feit("rij_dubbel", double, toelichting="in alles gelijk; eenmaal gehouden")
    per_address = adressen.group_by(["postcode", "huisnummer"]).aggregate([([], "count_all")])
    spread = pc.sum(pc.greater(per_address["count_all"], 1)).as_py()
    yield Feit("aantal_adressen", per_address.num_rows)
    yield Feit("adres_in_meer_buurten", spread, toelichting="zelfde postcode en huisnummer; alle rijen gehouden")
    yield Feit("code_aangevuld", len(count.completed), toelichting="codes zonder voorloopnullen in het bestand")
    for niveau in _niveaus():
        yield Feit("aantal_gebieden", pc.count_distinct(adressen[f"{niveau}code"]).as_py(), niveau)


READERS: dict[Layout, Reader] = {zip_layout("adressen_zip"): read}  # CBS pc6huisnr
