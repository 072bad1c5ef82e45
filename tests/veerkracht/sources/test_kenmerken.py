"""Delivered kenmerken as rows of the catalogue: what a delivery must say, which version goes by the plain name, and
what is listed as unused."""

import dataclasses
import re

import pytest

from orchestration.judging import unused_lines
from veerkracht.errors import DeliveryError
from veerkracht.mapkinds.register import KINDS
from veerkracht.publication.cells import NAMED
from veerkracht.publication.openbaar import RESTRICTED_INDICATOR
from veerkracht.schemas import KENMERKEN, OWN_TABLES
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.intake import raw
from veerkracht.sources.own import kenmerken
from veerkracht.sources.own.kenmerken import Delivered, tables, unused
from veerkracht.sources.readers.contract import read
from veerkracht.sources.readers.contract_rules import COLUMNS, DESCRIPTION, themas

SOURCES = load_catalogue([]).sources
WZW, MD = SOURCES["woonzorgwijzer"], SOURCES["cbs_microdata"]
RELEASE = Release(release="2024@levering-1", jaren=(2024,), drop="x*", indeling=2024, layout="contract_csv")
ROW = {
    "gebiedscode": "BU00140102", "indeling_jaar": "2024", "peiljaar": "2024", "populatie": "alle", "kenmerk": "dwalen",
    "teller": "120", "noemer": "1570", "aandeel": "7,6", "onderdrukt": "nee", "afronding": "10",
    "bron": "woonzorgwijzer", "projectnummer": "",
}  # fmt: skip
SAID = {"label": "Dwalen", "thema": "zorg", "richting": "lager_is_gunstiger", "soort": "", "versie": "2025"}


def written(path, *rows, columns=(*COLUMNS, *DESCRIPTION)):
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    path.write_text("\n".join(";".join(line) for line in lines) + "\n", encoding="utf-8")
    return path


def told(delivery) -> list[dict]:
    assert delivery.bijlagen["kenmerken"].schema == KENMERKEN
    return delivery.bijlagen["kenmerken"].to_pylist()


def delivered(
    kenmerk="dwalen", populatie="alle", source=WZW, versie="2025", jaar=2024, release="a", **said
) -> Delivered:
    about = {"label": "Dwalen", "thema": "zorg", "richting": "lager_is_gunstiger"} | said
    return Delivered(source, release, kenmerk, populatie, versie, source.soort, **about, jaar_tot=jaar, rijen=10)


# --- what a delivery says ---


def test_one_row_that_describes_a_kenmerk_is_enough(tmp_path):
    other = ROW | {"gebiedscode": "BU00140103"}
    (row,) = told(read(written(tmp_path / "a.csv", ROW | SAID, other), WZW, RELEASE))
    assert (row["label"], row["thema"], row["richting"]) == ("Dwalen", "zorg", "lager_is_gunstiger")
    assert (row["soort"], row["versie"], row["jaar_tot"], row["rijen"]) == ("modelschatting", "2025", 2024, 2)


def test_an_estimate_without_a_version_is_of_its_release_alone(tmp_path):
    delivery = read(written(tmp_path / "a.csv", ROW, columns=COLUMNS), WZW, RELEASE)
    assert told(delivery)[0]["versie"] == "2024@levering-1"
    assert delivery.waarnemingen["kolom"].to_pylist()[0] == "dwalen|alle|teller|2024@levering-1"


def test_a_count_without_a_version_is_one_series_with_other_deliveries(tmp_path):
    row = ROW | {"bron": "cbs_microdata", "projectnummer": "1"}
    delivery = read(written(tmp_path / "a.csv", row, columns=COLUMNS), MD, RELEASE)
    assert told(delivery)[0]["versie"] is None
    assert delivery.waarnemingen["kolom"].to_pylist()[0] == "dwalen|alle|teller"


def test_a_share_that_was_left_empty_follows_from_both_counts(tmp_path):
    delivery = read(written(tmp_path / "a.csv", ROW | {"aandeel": ""}), WZW, RELEASE)
    assert delivery.waarnemingen["waarde"].to_pylist()[-1] == "7.6433"


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"thema": "geheimthema"}, "thema", ", ".join(themas()).replace(", ", " of ")),
        ({"richting": "omhoog"}, "richting", "hoger_is_gunstiger of lager_is_gunstiger of neutraal"),
        ({"soort": "schatting"}, "soort", "telling of modelschatting"),
        ({"soort": "telling"}, "soort", "deze bron levert verwachtingen van een model"),
        ({"versie": "v<1>"}, "versie", "versie van het model"),
        ({"label": "x" * 81}, "label", "naam van het kenmerk voor mensen"),
        ({"kenmerk": "a_b_c_d_e_f_g"}, "kenmerk", "hoogstens zes woorden"),
    ],
)
def test_a_description_that_is_none_is_refused_with_row_and_column_without_the_cell(tmp_path, change, column, words):
    with pytest.raises(DeliveryError) as caught:
        read(written(tmp_path / "a.csv", ROW | SAID, ROW | SAID | {"gebiedscode": "BU00140103"} | change), WZW, RELEASE)
    assert f"rij 3, kolom {column}:" in str(caught.value) and words in str(caught.value)
    assert not any(cell in str(caught.value) for cell in ("geheimthema", "omhoog", "v<1>", "xxx", "a_b_c"))


def test_rows_that_describe_one_kenmerk_in_two_ways_are_refused(tmp_path):
    rows = [ROW | SAID, ROW | SAID | {"gebiedscode": "BU00140103", "label": "Zwerven"}]
    with pytest.raises(
        DeliveryError, match=r"rij 3, kolom label: zegt iets anders van dit kenmerk dan rij 2"
    ) as caught:
        read(written(tmp_path / "a.csv", *rows), WZW, RELEASE)
    assert "Zwerven" not in str(caught.value)


# --- what becomes of it ---


def test_rows_fit_the_tables_of_the_build_and_the_kinds_of_map():
    made = tables([delivered(), delivered(populatie="huurders_corporatie"), delivered("lopen", richting="neutraal")])
    for name, rows in made.items():
        assert rows and all(set(row) <= set(OWN_TABLES[name].names) for row in rows)
    for kaart in made["kaarten"]:
        kind = KINDS[kaart["klassen"]]
        assert len(kaart["labels"].split(";")) == len(kaart["kleuren"].split(";")) == kind.count(())
    assert {row["maat"] for row in made["kaarten"]} == {"wzw_dwalen_hc_aandeel", "wzw_lopen_aandeel"}
    assert {row["toegang"] for name in ("indicatoren", "kaarten") for row in made[name]} == {"beperkt"}


def test_each_direction_has_colours_of_its_own():
    colours = {
        richting: tables([delivered(richting=richting)])["kaarten"][0]["kleuren"]
        for richting in ("lager_is_gunstiger", "hoger_is_gunstiger", "neutraal")
    }
    low, high, neutral = colours.values()
    assert low.split(";") == high.split(";")[::-1] and neutral not in (low, high)


def test_the_newest_version_goes_by_the_plain_name_and_no_two_share_one():
    rows = [delivered(versie="v1.0", jaar=2018), delivered(versie="v10", jaar=2020), delivered(versie="v2", jaar=2022)]
    made = tables(rows)
    shares = {row["versie"]: row for row in made["indicatoren"] if row["soort"] == "percentage"}
    names = {versie: row["indicator"] for versie, row in shares.items()}
    assert names["v2"] == "wzw_dwalen_aandeel" and len(set(names.values())) == 3
    assert {row["opgevolgd_door"] for versie, row in shares.items() if versie != "v2"} == {"wzw_dwalen_aandeel"}
    assert [row["maat"] for row in made["kaarten"]] == ["wzw_dwalen_aandeel"]
    columns = {row["kolom"]: row["indicator"] for row in made["kolommen"]}
    assert {columns[f"dwalen|alle|aandeel|{versie}"] for versie in names} == set(names.values())


def test_names_are_those_that_the_checks_of_an_edition_know():
    long = "_".join(["a" * 9] * 6)
    rows = [
        delivered(long, versie="versie van " + "9" * 25, jaar=2018),
        delivered(long, "huurders_corporatie", versie="2"),
    ]
    names = [row["indicator"] for row in tables(rows)["indicatoren"]]
    assert len(names) == 6
    for name in names:
        assert re.fullmatch(RESTRICTED_INDICATOR, name) and re.match(NAMED.strip("'"), name), name


def test_the_package_speaks_where_a_delivery_of_a_known_kenmerk_is_silent(tmp_path):
    row = ROW | {"kenmerk": "dementie"}
    delivery = read(written(tmp_path / "a.csv", row, columns=COLUMNS), WZW, RELEASE)
    folder = tmp_path / "raw" / "woonzorgwijzer" / RELEASE.release
    folder.parent.mkdir(parents=True)
    raw.write(folder, delivery, {}, beperkt=True)
    (found,) = kenmerken.read_delivered(WZW, RELEASE.release, folder)
    assert (found.label, found.thema, found.lacks) == ("Dementie", "kwetsbaarheid", [])
    assert unused([found]) == []


def test_what_nobody_describes_is_listed_with_its_rows_and_what_is_lacking():
    silent = dataclasses.replace(delivered("raadsel"), label=None, richting=None)
    assert tables([silent]) == {"indicatoren": [], "kolommen": [], "kaarten": []}
    assert unused([silent, delivered()]) == [silent]
    (line,) = unused_lines([silent, delivered()])
    assert line.startswith("woonzorgwijzer@a: 10 rijen van kenmerk raadsel (alle) zijn niet gebruikt")
    assert line.endswith("Vul bij één rij van dit kenmerk in: label, richting.")


def test_a_newer_delivery_may_be_silent_about_what_an_older_one_described():
    silent = dataclasses.replace(delivered(jaar=2024, release="b"), label=None, thema=None, richting=None)
    made = tables([delivered(jaar=2022), silent])
    assert {row["label"] for row in made["indicatoren"]} == {
        "Dwalen: verwachting (alle inwoners)",
        "Dwalen: populatie (alle inwoners)",
        "Dwalen: geschat aandeel (alle inwoners)",
    }
