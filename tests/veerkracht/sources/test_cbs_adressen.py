"""The address table in its layouts, and what its reader refuses."""

import io
import zipfile

import pytest

from tests.veerkracht.sources.lezen import read
from veerkracht import schemas
from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source

BRON = Source(
    bron="cbs_adressen",
    titel="Adressen",
    uitgever="CBS",
    licentie="CC BY 4.0",
    toegang="open",
    landingspagina="https://www.cbs.nl",
    reeks="nieuwste_per_jaar",
)
KOP = ["PC6", "Huisnummer", "Buurt2024", "Wijk2024", "Gemeente2024"]
ROWS = [
    ["9711AA", "1", "00140102", "001401", "0014"],
    ["9711AA", "3", "00140102", "001401", "0014"],
    ["1011AB", "10", "0363AF08", "0363AF", "0363"],
]
EXPECTED = [
    (2024, 2024, "9711AA", 1, "BU00140102", "WK001401", "GM0014"),
    (2024, 2024, "9711AA", 3, "BU00140102", "WK001401", "GM0014"),
    (2024, 2024, "1011AB", 10, "BU0363AF08", "WK0363AF", "GM0363"),
]


def release(indeling=2024):
    return Release(release=f"{indeling}@pc6", jaren=(indeling,), url="x.zip", indeling=indeling, layout="adressen_zip")


def as_zip(path, rows, kop=KOP, scheiding=";", encoding="utf-8", extra=()):
    text = "\r\n".join(scheiding.join(row) for row in [kop, *rows]) + "\r\n"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in extra:
            archive.writestr(name, content)
        archive.writestr("map/pc6hnr20240801_gwb.csv", text.encode(encoding))
    return path


def addresses(delivery):
    assert delivery.bijlagen["adressen"].schema == schemas.ADRESSEN
    return [tuple(row.values()) for row in delivery.bijlagen["adressen"].to_pylist()]


def facts(delivery):
    return {(row["feit"], row["niveau"]): row["waarde"] for row in delivery.feiten.to_pylist()}


@pytest.mark.parametrize("scheiding", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_dialects(tmp_path, scheiding, encoding):
    names = ("buurt2024.csv", "Buurtcode2024;Buurtnaam2024\r\n00140102;Binnenstad-Zuid\r\n")
    path = as_zip(tmp_path / "a.zip", ROWS, scheiding=scheiding, encoding=encoding, extra=[names])
    delivery = read(path, BRON, release())
    assert addresses(delivery) == EXPECTED
    assert delivery.waarnemingen.num_rows == 0
    assert delivery.waarnemingen.schema == schemas.WAARNEMINGEN
    areas = {(row["niveau"], row["gebiedscode"]) for row in delivery.gebieden.to_pylist()}
    levels = ("buurt", "wijk", "gemeente")
    assert areas == {pair for row in EXPECTED for pair in zip(levels, row[4:], strict=True)}


def test_extra_column_of_text_in_cp1252_is_passed_over(tmp_path):
    rows = [[*row, "Súdwest-Fryslân"] for row in ROWS]
    path = as_zip(tmp_path / "a.zip", rows, kop=[*KOP, "Gemeentenaam2024"], encoding="cp1252")
    assert addresses(read(path, BRON, release())) == EXPECTED


def test_codes_without_leading_zeros_are_completed(tmp_path):
    kop = ["PC6", "Huisnummer", "Buurt2019", "Wijk2019", "Gemeente2019"]
    path = as_zip(tmp_path / "a.zip", [["1300AA", "7", "340101", "3401", "34"]], kop=kop, scheiding=",")
    delivery = read(path, BRON, release(2019))
    assert addresses(delivery) == [(2019, 2019, "1300AA", 7, "BU00340101", "WK003401", "GM0034")]
    assert facts(delivery)["code_aangevuld", None] == 3


def test_codes_with_prefix_and_quotes(tmp_path):
    rows = [['"9711AA"', "1", '"BU00140102"', '"WK001401"', '"GM0014"']]
    path = as_zip(tmp_path / "a.zip", rows, kop=[f'"{name}"' for name in KOP])
    assert addresses(read(path, BRON, release())) == EXPECTED[:1]


def test_address_in_two_buurten_stays_twice_and_a_copied_row_once(tmp_path):
    other = ["9711AA", "1", "00140103", "001401", "0014"]
    delivery = read(as_zip(tmp_path / "a.zip", [*ROWS, ROWS[1], other]), BRON, release())
    assert sorted(addresses(delivery)) == sorted(
        [*EXPECTED, (2024, 2024, "9711AA", 1, "BU00140103", "WK001401", "GM0014")]
    )
    counted = facts(delivery)
    assert counted["aantal_rijen", None] == 5
    assert counted["rij_dubbel", None] == 1
    assert counted["adres_in_meer_buurten", None] == 1
    assert counted["aantal_adressen", None] == 3
    assert counted["aantal_gebieden", "buurt"] == 3


@pytest.mark.parametrize("row", [["", "8", "00140102", "001401", "0014"], ["9711AA", "8", "", "", ""]])
def test_row_without_postcode_or_code_is_counted_and_left_out(tmp_path, row):
    many = [["9711AA", str(n), "00140102", "001401", "0014"] for n in range(1, 200)]
    delivery = read(as_zip(tmp_path / "a.zip", [*many, row]), BRON, release())
    assert facts(delivery)["adres_onleesbaar", None] == 1
    assert delivery.bijlagen["adressen"].num_rows == 199


@pytest.mark.parametrize(
    ("rows", "kop", "text"),
    [
        (ROWS, ["PC6", "Huisnummer", "Buurt2023", "Wijk2023", "Gemeente2023"], "Buurt2023 is van 2023.*indeling 2024"),
        (
            ROWS,
            ["PC6", "Huisnummer", "Buurt2024", "Wijk2024", "Provincie"],
            "kolom Gemeente2024 ontbreekt; gezien: PC6",
        ),
        (ROWS, ["Postcode", "Nr", "Buurt2024", "Wijk2024", "Gemeente2024"], "geen tabel met kolommen PC6.*Postcode"),
        ([*ROWS, ["9711AA", "5", "00140102", "001402", "0014"]], KOP, "rij 5: BU00140102, WK001402, GM0014 horen niet"),
        ([*ROWS, ["9711AA", "5", "Centrum", "001401", "0014"]], KOP, "rij 5: 'Centrum' is geen buurtcode"),
        ([*ROWS, ["x", "5", "00140102", "001401", "0014"]], KOP, "1 van 4 rijen hebben geen postcode"),
        ([], KOP, "geen enkel adres"),
        ([["9711AA", "1", "00140102"]], KOP, "geen gewone tabel"),
    ],
)
def test_refused(tmp_path, rows, kop, text):
    with pytest.raises(DeliveryError, match=text):
        read(as_zip(tmp_path / "a.zip", rows, kop=kop), BRON, release())


def test_not_a_zip_and_no_table(tmp_path):
    (tmp_path / "a.zip").write_bytes(b"")
    with pytest.raises(DeliveryError, match="bestand is leeg"):
        read(tmp_path / "a.zip", BRON, release())
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("leesmij.pdf", "x")
    with pytest.raises(DeliveryError, match="geen csv-bestand"):
        read(tmp_path / "b.zip", BRON, release())


def test_damaged_member(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", ";".join(KOP) + "\r\n" + "9711AA;1;00140102;001401;0014\r\n" * 5000)
    broken = bytearray(content.getvalue())
    broken[60_000:60_004] = b"\xff\xff\xff\xff"
    (tmp_path / "a.zip").write_bytes(broken)
    with pytest.raises(DeliveryError):
        read(tmp_path / "a.zip", BRON, release())


@pytest.mark.parametrize(
    "kop",
    [
        ["pc6", "huisnummer", "gwb2016_code", "wijkcode", "gemeentecode"],
        ["PC6", "Huisnummer", "Buurt2016", "Wijk2016", "Gem2016"],
        ["Postcode", "Huisnr", "BU_CODE", "WK_CODE", "GM_CODE"],
    ],
)
@pytest.mark.parametrize("scheiding", [";", ",", "\t"])
def test_columns_by_any_spelling(tmp_path, kop, scheiding):
    rows = [["9999AA", "1", "30101", "301", "3"], ["9998XX", "7", "16800001", "168000", "1680"]]
    delivery = read(as_zip(tmp_path / "a.zip", rows, kop=kop, scheiding=scheiding), BRON, release(2016))
    assert [row[4:] for row in addresses(delivery)] == [
        ("BU00030101", "WK000301", "GM0003"),
        ("BU16800001", "WK168000", "GM1680"),
    ]


def test_a_year_in_the_first_spelling_is_heard(tmp_path):
    kop = ["pc6", "huisnummer", "gwb2016_code", "wijkcode", "gemeentecode"]
    with pytest.raises(DeliveryError, match=r"gwb2016_code is van 2016, maar release .* indeling 2017"):
        read(as_zip(tmp_path / "a.zip", ROWS, kop=kop), BRON, release(2017))
