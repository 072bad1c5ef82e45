"""CBS table of addresses: postcode + house number to buurt, wijk and gemeente of one 1 August. No figures.

House number additions are not in it, so an address that straddles a border stands there once per buurt: both rows are
kept (each is true) and counted in the fact `adres_in_meer_buurten`; only wholly equal rows are taken once.
"""

import re
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
from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers.csvtext import header_names, separator_of
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout, zip_layout
from veerkracht.sources.readers.members import member_names
from veerkracht.sources.readers.tables import Feit, feiten, gebieden
from veerkracht.sources.readers.zipsafe import open_member

MAX_BYTES = 4_000_000_000  # expanded; the table of the whole country is about 0.3 GB
_KOP = re.compile(r"(buurt|wijk|gemeente)(?:code)?_?((?:19|20)\d\d)", re.IGNORECASE)
_POSTCODE = r"^[1-9][0-9]{3}[A-Z]{2}$"
_ONLEESBAAR_TOT = 0.01  # share of rows without a usable address above which it is another file


@dataclass
class _Count:
    """What is counted while the rows stream by."""

    rijen: int = 0
    onleesbaar: int = 0
    aangevuld: set[str] = field(default_factory=set)


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Addresses as `bijlagen["adressen"]` (schema ADRESSEN), the areas their codes name, no figures.

    Raises DeliveryError for another year than the release's indeling, a column gone or a code that is none.
    """
    lid, header, separator = _table_member(file)
    kolommen = _columns(f"{file.name}/{lid}", header, release)
    telling = _Count()
    with open_member(file, lid, MAX_BYTES) as stream:
        batches = list(_batches(stream, f"{file.name}/{lid}", header, separator, kolommen, release, telling))
    adressen = pa.Table.from_batches(batches, schemas.ADRESSEN)
    _check_filled(f"{file.name}/{lid}", adressen, telling)
    uniek = adressen.group_by(adressen.column_names, use_threads=False).aggregate([]).cast(schemas.ADRESSEN)
    return Delivery(
        waarnemingen=schemas.WAARNEMINGEN.empty_table(),
        gebieden=_areas(source, release, uniek),
        feiten=feiten(source, release, _facts(uniek, adressen.num_rows - uniek.num_rows, telling)),
        bijlagen={"adressen": uniek},
    )


def _table_member(file: Path) -> tuple[str, list[str], str]:
    """The member whose header has postcode and house number, its header and its separator."""
    seen = []
    for lid in member_names(file):
        if Path(lid).suffix.lower() not in (".csv", ".txt"):
            continue
        with open_member(file, lid, MAX_BYTES) as stream:
            line = stream.readline(10_000)
        separator = separator_of(line.decode("utf-8-sig", "replace"))
        header = header_names(line, separator)
        if {"pc6", "huisnummer"} <= {name.lower() for name in header}:
            return lid, header, separator
        seen.append(f"{lid} ({', '.join(header[:6])})")
    raise DeliveryError(
        f"{file.name}: geen tabel met kolommen PC6 en Huisnummer. Gezien: {'; '.join(seen) or 'geen csv-bestand'}. "
        "Is dit de adressentabel (pc6huisnr) van CBS?"
    )


def _columns(naam: str, header: list[str], release: Release) -> dict[str, str]:
    """Our column -> theirs. Raises DeliveryError when one is gone or of another year."""
    found = {name.lower(): name for name in header if name.lower() in ("pc6", "huisnummer")}
    for name in header:
        if match := _KOP.fullmatch(name):
            if int(match[2]) != release.indeling:
                raise DeliveryError(
                    f"{naam}: kolom {name} is van {match[2]}, maar release {release.release} heeft indeling "
                    f"{release.indeling}. Dit is de tabel van een ander jaar."
                )
            found[match[1].lower()] = name
    missing = [f"{name.capitalize()}{release.indeling}" for name in _niveaus() if name not in found]
    if missing:
        raise DeliveryError(f"{naam}: kolom {', '.join(missing)} ontbreekt; gezien: {', '.join(header[:12])}.")
    return found


def _batches(
    stream: IO[bytes],
    naam: str,
    header: list[str],
    separator: str,
    kolommen: dict[str, str],
    release: Release,
    telling: _Count,
) -> Iterator[pa.RecordBatch]:
    # All text, unchecked: one file (2023) is cp1252, but what is read here is plain letters and digits.
    convert = pacsv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()),
        include_columns=list(kolommen.values()),
        check_utf8=False,
        strings_can_be_null=False,
    )
    reading = pacsv.ReadOptions(column_names=header, skip_rows=1, block_size=1 << 24, use_threads=False)
    try:
        reader = pacsv.open_csv(stream, reading, pacsv.ParseOptions(delimiter=separator), convert)
        codes = {niveau: _Codes(niveau, naam, telling) for niveau in _niveaus()}
        for batch in reader:
            yield _batch({name: batch.column(theirs) for name, theirs in kolommen.items()}, codes, release, telling)
    except pa.ArrowInvalid as error:
        raise DeliveryError(f"{naam}: is beschadigd of geen gewone tabel: {error}. Haal het opnieuw op.") from error


def _batch(cells: dict[str, pa.Array], codes: "dict[str, _Codes]", release: Release, telling: _Count) -> pa.RecordBatch:
    postcode = pc.ascii_upper(pc.replace_substring(cells["pc6"], " ", ""))
    nummer = pc.ascii_trim_whitespace(cells["huisnummer"])
    usable = pc.and_(pc.match_substring_regex(postcode, _POSTCODE), pc.match_substring_regex(nummer, r"^[0-9]{1,6}$"))
    n = len(postcode)
    first_row = telling.rijen + 2
    made = {niveau: convert(cells[niveau], first_row) for niveau, convert in codes.items()}
    _check_nested(made, codes[levels.known().ground].naam, first_row)
    telling.rijen += n
    telling.onleesbaar += n - pc.sum(usable).as_py()
    nummer = pc.if_else(usable, nummer, pa.scalar("0")).cast(pa.int32())
    columns = [
        pa.repeat(pa.scalar(release.jaren[0], pa.int16()), n),
        pa.repeat(pa.scalar(release.indeling, pa.int16()), n),
        postcode,
        nummer,
        *made.values(),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=schemas.ADRESSEN).filter(usable)


@dataclass
class _Codes:
    """Codes of one level with prefix and leading zeros; each distinct text is looked at once per batch."""

    niveau: str
    naam: str
    telling: _Count

    def __call__(self, cells: pa.Array, first_row: int) -> pa.Array:
        encoded = pc.ascii_trim_whitespace(cells).dictionary_encode()
        whole = [self._code(text) for text in encoded.dictionary.to_pylist()]
        if None in whole:
            text = encoded.dictionary[whole.index(None)].as_py()
            row = first_row + pc.index(encoded.cast(pa.string()), text).as_py()
            prefix, width = levels.known()[self.niveau].voorvoegsel, levels.known()[self.niveau].tekens
            raise DeliveryError(
                f"{self.naam}: rij {row}: {text!r} is geen {self.niveau}code; verwacht: {width} cijfers of letters, "
                f"met of zonder {prefix} ervoor."
            )
        return pa.array(whole, pa.string()).take(encoded.indices)

    def _code(self, text: str) -> str | None:
        # In this file the code columns are known to be codes only, so a number that lost its leading zeros (as in the
        # tables before 2020) can be completed without guessing.
        prefix, width = levels.known()[self.niveau].voorvoegsel, levels.known()[self.niveau].tekens
        bare = text.removeprefix(prefix)
        if bare.isdecimal() and len(bare) < width and bare == text:
            self.telling.aangevuld.add(text)
            bare = bare.zfill(width)
        code = prefix + bare
        return code if levels.known().of_code(code) == self.niveau else None


def _check_nested(made: dict[str, pa.Array], naam: str, first_row: int) -> None:
    """The wijk and gemeente beside a buurt must be those of its code: else columns have shifted."""
    inside = [_same_part(made[smaller], made[larger], larger) for smaller, larger in pairwise(_niveaus())]
    wrong = pc.index(reduce(pc.and_, inside), False).as_py()
    if wrong >= 0:
        shown = ", ".join(made[niveau][wrong].as_py() for niveau in _niveaus())
        raise DeliveryError(
            f"{naam}: rij {first_row + wrong}: {shown} horen niet bij elkaar; verwacht: buurt in wijk in gemeente."
        )


def _same_part(smaller: pa.Array, larger: pa.Array, niveau: str) -> pa.Array:
    part = levels.known()[niveau].own_part
    return pc.equal(*(pc.utf8_slice_codeunits(codes, part.start, part.stop) for codes in (smaller, larger)))


def _niveaus() -> tuple[str, ...]:
    """The levels of which the table has a column with codes: the buurt and what its code tells."""
    table = levels.known()
    return (table.ground, *table.coded(table.ground))


def _check_filled(naam: str, adressen: pa.Table, telling: _Count) -> None:
    if not adressen.num_rows:
        raise DeliveryError(f"{naam}: geen enkel adres in {telling.rijen} rijen. Haal het bestand opnieuw op.")
    if telling.onleesbaar > _ONLEESBAAR_TOT * telling.rijen:
        raise DeliveryError(
            f"{naam}: {telling.onleesbaar} van {telling.rijen} rijen hebben geen postcode (1234AB) met huisnummer; "
            f"verwacht: hoogstens {_ONLEESBAAR_TOT:.0%}. Zijn kolommen verschoven?"
        )


def _areas(source: Source, release: Release, adressen: pa.Table) -> pa.Table:
    per_level = {niveau: pc.unique(adressen[f"{niveau}code"]) for niveau in _niveaus()}
    codes = pa.concat_arrays(list(per_level.values()))
    niveaus = pa.array([niveau for niveau, array in per_level.items() for _ in range(len(array))])
    return gebieden(source, release, codes, niveaus, jaar=release.jaren[0])


def _facts(adressen: pa.Table, double: int, telling: _Count) -> Iterator[Feit]:
    yield Feit("aantal_rijen", telling.rijen)
    yield Feit("adres_onleesbaar", telling.onleesbaar, toelichting="geen postcode of huisnummer; weggelaten")
    yield Feit("rij_dubbel", double, toelichting="in alles gelijk; eenmaal gehouden")
    per_address = adressen.group_by(["postcode", "huisnummer"]).aggregate([([], "count_all")])
    spread = pc.sum(pc.greater(per_address["count_all"], 1)).as_py()
    yield Feit("aantal_adressen", per_address.num_rows)
    yield Feit("adres_in_meer_buurten", spread, toelichting="zelfde postcode en huisnummer; alle rijen gehouden")
    yield Feit("code_aangevuld", len(telling.aangevuld), toelichting="codes zonder voorloopnullen in het bestand")
    for niveau in _niveaus():
        yield Feit("aantal_gebieden", pc.count_distinct(adressen[f"{niveau}code"]).as_py(), niveau)


READERS: dict[Layout, Reader] = {zip_layout("adressen_zip"): read}  # CBS pc6huisnr
