"""Delivered kenmerken as rows of the catalogue: what a delivery must say, which version goes by the plain name, and
what is listed as unused."""

import dataclasses
import re
from datetime import date

import pyarrow.parquet as pq
import pytest

from orchestration import build_files
from orchestration.intake import Held
from orchestration.judging import unused_lines
from veerkracht.errors import DeliveryError
from veerkracht.mapkinds.register import KINDS
from veerkracht.paths import DataPaths
from veerkracht.publication.cells import NAMED
from veerkracht.publication.openbaar import RESTRICTED_INDICATOR
from veerkracht.schemas import KENMERKEN, OWN_TABLES
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.intake import raw
from veerkracht.sources.own import kenmerken
from veerkracht.sources.own.kenmerken import Delivered, Taken, tables, unused
from veerkracht.sources.own.rows import OwnIndicator, OwnKaart
from veerkracht.sources.own.tables import OwnTables
from veerkracht.sources.own.template import INDICATOREN, KAARTEN
from veerkracht.sources.readers.contract import read
from veerkracht.sources.readers.contract_rules import (
    COLUMNS,
    DESCRIPTION,
    MATEN,
    POPULATIES,
    VERSIE,
    column_name,
    counts,
    themas,
)

SOURCES = load_catalogue([]).sources
WZW, MD = SOURCES["woonzorgwijzer"], SOURCES["cbs_microdata"]
RELEASE = Release(release="2024@levering-1", jaren=(2024,), drop="x*", indeling=2024, layout="contract_csv")
ROW = {
    "gebiedscode": "BU00140102", "indeling_jaar": "2024", "peiljaar": "2024", "populatie": "alle", "kenmerk": "dwalen",
    "teller": "120", "noemer": "1570", "aandeel": "7,6", "onderdrukt": "nee", "afronding": "10",
    "bron": "woonzorgwijzer", "projectnummer": "",
}  # fmt: skip
SHOWN = {"eenheid": "cijfer", "decimalen": 1, "toegang": "open"}
JANUARY, FEBRUARY = date(2025, 1, 1), date(2025, 2, 1)
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
    about = {"label": "Dwalen", "thema": "zorg", "richting": "lager_is_gunstiger", "soort": source.soort} | said
    return Delivered(source, release, kenmerk, populatie, versie, **about, jaar_tot=jaar, rijen=10)


def shares(*rows: Delivered) -> dict[str | None, str]:
    """Of each version the name of its share, where it has one only."""
    return {row["versie"]: row["indicator"] for row in tables(rows)["indicatoren"] if row["eenheid"] == "%"}


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


@pytest.mark.parametrize(
    "end", [*POPULATIES, *(end[1:] for end in POPULATIES.values() if end), *MATEN, "v1", "v2021", "v0beta"]
)
@pytest.mark.parametrize("start", ["", "kwetsbaar_"])
def test_a_kenmerk_that_ends_as_an_indicator_does_is_refused_with_what_to_do(tmp_path, start, end):
    with pytest.raises(DeliveryError, match="rij 2, kolom kenmerk: eindigt op een woord") as caught:
        read(written(tmp_path / "a.csv", ROW | SAID | {"kenmerk": start + end}), WZW, RELEASE)
    assert "geef het kenmerk een naam zonder dat woord aan het eind" in str(caught.value)


@pytest.mark.parametrize("kenmerk", ["alle_zorg", "lage_vitaliteit", "zorg_vraag", "hc_zorg", "v1_oud", "behc"])
def test_a_kenmerk_that_ends_in_another_word_is_none_of_those(tmp_path, kenmerk):
    assert told(read(written(tmp_path / "a.csv", ROW | SAID | {"kenmerk": kenmerk}), WZW, RELEASE))


@pytest.mark.parametrize(
    "label", ["Aantal dwalenden", "Geteld: dwalen", "dwalen (telling)", "Hoeveel er dwalen, tellen"]
)
def test_a_label_of_an_estimate_that_speaks_of_counting_is_refused_with_what_to_write(tmp_path, label):
    rows = [ROW | SAID | {"label": label}, ROW | {"gebiedscode": "BU00140103"}]
    with pytest.raises(DeliveryError, match="rij 2, kolom label: spreekt van tellen") as caught:
        read(written(tmp_path / "a.csv", *rows), WZW, RELEASE)
    assert "Schrijf alleen wat het kenmerk is" in str(caught.value) and label not in str(caught.value)
    counted = {"bron": "cbs_microdata", "projectnummer": "1"}
    rows = [row | counted for row in rows]
    assert told(read(written(tmp_path / "b.csv", *rows), MD, RELEASE))[0]["label"] == label
    rows[1] |= {"soort": "modelschatting"}  # another row says which soort it is
    with pytest.raises(DeliveryError, match="rij 2, kolom label"):
        read(written(tmp_path / "c.csv", *rows), MD, RELEASE)


def test_a_series_of_another_soort_has_columns_of_its_own_in_raw(tmp_path):
    row = ROW | SAID | {"bron": "cbs_microdata", "projectnummer": "1"}
    columns = [
        read(written(tmp_path / f"{soort}.csv", row | {"soort": soort}), MD, RELEASE).waarnemingen["kolom"].to_pylist()
        for soort in ("telling", "modelschatting")
    ]
    assert columns[0][0] == "dwalen|alle|teller|2025" and columns[1][0] == "dwalen|alle|teller|2025|modelschatting"
    assert column_name(WZW, "dwalen", "alle", "teller", "2025", "modelschatting") == columns[0][0]


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


def test_an_estimate_never_becomes_a_count_nor_the_other_way_round():
    """Two deliveries of a kenmerk of the same version, the one counted and the other expected by a model."""
    counted = delivered(source=MD, soort="telling", jaar=2022)
    expected = delivered(source=MD, soort="modelschatting", jaar=2020)
    made = tables([counted, expected])
    assert len(made["indicatoren"]) == len({row["indicator"] for row in made["indicatoren"]}) == 6
    estimates = {row["indicator"]: row["is_modelschatting"] for row in made["indicatoren"]}
    assert not estimates["md_dwalen_aandeel"] and estimates["md_dwalen_v2025_aandeel"]
    labels = {row["indicator"]: row["label"] for row in made["indicatoren"]}
    assert "geschat" in labels["md_dwalen_v2025_aandeel"] and "geschat" not in labels["md_dwalen_aandeel"]
    columns = {row["kolom"]: row["indicator"] for row in made["kolommen"]}
    assert columns["dwalen|alle|aandeel|2025"] == "md_dwalen_aandeel"
    assert columns["dwalen|alle|aandeel|2025|modelschatting"] == "md_dwalen_v2025_aandeel"


def test_a_version_is_followed_only_where_the_newest_has_that_populatie():
    rows = [
        delivered(versie="1", jaar=2018),
        delivered(versie="1", jaar=2018, populatie="huurders_corporatie"),
        delivered(versie="2", jaar=2022),
    ]
    followed = {row["indicator"]: row["opgevolgd_door"] for row in tables(rows)["indicatoren"]}
    assert set(followed.values()) <= {None, *followed}
    assert followed["wzw_dwalen_v1_aandeel"] == "wzw_dwalen_aandeel" and followed["wzw_dwalen_v1_hc_aandeel"] is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ({"release": "2024@wzw"}, {"release": "2024@wzw-herzien"}),
        ({"release": "2024@wzw-9"}, {"release": "2024@wzw-10"}),
        ({"release": "2024@b", "gepubliceerd": JANUARY}, {"release": "2024@a", "gepubliceerd": FEBRUARY}),
        ({"release": "2024@b"}, {"release": "2024@a", "gepubliceerd": FEBRUARY}),
        ({"release": "2024@b", "status": "voorlopig", "gepubliceerd": FEBRUARY}, {"release": "2024@a"}),
        ({"release": "2023@b", "gepubliceerd": FEBRUARY, "jaar": 2023}, {"release": "2024@a"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("turned", [False, True])
def test_the_newest_is_that_of_the_last_year_definite_published_last(old, new, turned):
    rows = [delivered(versie="oud", **old), delivered(versie="nieuw", **new)]
    assert shares(*(rows[::-1] if turned else rows))["nieuw"] == "wzw_dwalen_aandeel"


def test_no_two_versions_share_a_mark_and_none_is_how_a_kenmerk_may_end():
    versies = ["a b", "ab", "a bx2", "abx2", "v1", "1", "1x2", "rouwen", None, "0", "z" * 39, "z" * 38]
    names = shares(delivered(versie="nieuw", jaar=2024), *(delivered(versie=one, jaar=2020) for one in versies))
    assert len(set(names.values())) == len(versies) + 1
    for versie in versies:
        (mark,) = re.fullmatch("wzw_dwalen_(.+)_aandeel", names[versie]).groups()
        assert re.fullmatch(VERSIE, mark)


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
    (found,) = kenmerken.read_delivered(WZW, RELEASE, folder)
    assert (found.label, found.thema, found.lacks) == ("Dementie", "kwetsbaarheid", [])
    assert unused([found]) == []
    assert (found.gepubliceerd, found.status) == (RELEASE.gepubliceerd, RELEASE.status)


def test_what_nobody_describes_is_listed_with_its_rows_and_what_is_lacking():
    silent = dataclasses.replace(delivered("raadsel"), label=None, richting=None)
    assert tables([silent]) == {"indicatoren": [], "kolommen": [], "kaarten": []}
    assert [one.about for one in unused([silent, delivered()])] == [silent]
    (line,) = unused_lines(unused([silent, delivered()]))
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


def test_what_a_kenmerk_is_may_be_said_over_two_deliveries():
    """The newest that says a thing is believed."""
    label = delivered(jaar=2022, release="a", thema=None, richting=None)
    rest = dataclasses.replace(delivered(jaar=2024, release="b", richting="neutraal"), label=None)
    rows = [label, rest, delivered(jaar=2020, release="c", label="Zwerven", richting="hoger_is_gunstiger")]
    assert unused(rows) == []
    made = tables(rows[:2])["indicatoren"]
    assert made == tables(rows)["indicatoren"]
    assert {row["richting"] for row in made} == {"neutraal"}
    assert all(row["label"].startswith("Dwalen: ") for row in made)


def test_what_is_lacking_is_told_of_all_deliveries_together():
    rows = [delivered(jaar=2022, thema=None, richting=None), delivered(jaar=2024, label=None, richting=None)]
    assert tables(rows)["indicatoren"] == []
    assert {line.rpartition(": ")[2] for line in unused_lines(unused(rows))} == {"richting."}


def test_an_estimate_does_not_take_the_label_of_a_count_that_speaks_of_counting():
    counted = delivered(source=MD, soort="telling", jaar=2020, label="Aantal dwalenden")
    expected = delivered(source=MD, soort="modelschatting", jaar=2022, label=None)
    labels = [row["label"] for row in tables([counted, expected])["indicatoren"] if row["is_modelschatting"]]
    assert not any(counts(label) for label in labels)
    assert [(one.about.soort, one.about.lacks) for one in unused([counted, expected])] == [
        ("modelschatting", ["label"])
    ]


def test_a_row_of_the_user_goes_before_a_delivered_kenmerk_of_that_name_and_it_is_told():
    rows = [delivered(), delivered(populatie="huurders_corporatie"), delivered("lopen")]
    taken = Taken(indicatoren=frozenset({"wzw_dwalen_hc_teller"}))
    made = tables(rows, taken)
    assert {row["indicator"] for row in made["indicatoren"]} == {f"wzw_lopen_{maat}" for maat in MATEN}
    assert {row["kolom"].partition("|")[0] for row in made["kolommen"]} == {"lopen"}
    lines = unused_lines(unused(rows, taken))
    assert len(lines) == 2 and all("dwalen" in line and "wzw_dwalen_hc_teller" in line for line in lines)


def test_a_map_of_the_user_goes_before_that_of_a_delivered_kenmerk_and_it_is_told():
    taken = Taken(kaarten=frozenset({"wzw_dwalen"}))
    made = tables([delivered(), delivered("lopen")], taken)
    assert [row["kaart_id"] for row in made["kaarten"]] == ["wzw_lopen"]
    assert len(made["indicatoren"]) == 6
    (line,) = unused_lines(unused([delivered(), delivered("lopen")], taken))
    assert "staan niet op een eigen kaart" in line and "`wzw_dwalen`" in line


def test_the_tables_of_a_build_hold_every_name_once_and_the_row_of_the_user(tmp_path):
    paths = DataPaths(tmp_path)
    folder = paths.raw("beperkt", "woonzorgwijzer", RELEASE.release)
    folder.parent.mkdir(parents=True)
    rows = [ROW | SAID, ROW | SAID | {"kenmerk": "lopen", "label": "Lopen"}]
    raw.write(folder, read(written(tmp_path / "a.csv", *rows), WZW, RELEASE), {}, beperkt=True)
    indicator, map_ = ({name: cell for name, cell in row.items() if cell} for row in (INDICATOREN[0], KAARTEN[0]))
    ours = OwnIndicator(**indicator | {"indicator": "wzw_dwalen_aandeel"})
    kaart = OwnKaart(**map_ | {"kaart_id": "wzw_lopen", "maat": ours.indicator} | SHOWN)
    catalogue = dataclasses.replace(load_catalogue([]), eigen=OwnTables((ours,), (kaart,)))
    held = [Held(WZW, RELEASE, receipt=None)]

    files = {
        file.stem: pq.read_table(file).to_pylist() for file in build_files.write_own(paths, "leden", catalogue, held)
    }
    names = [row["indicator"] for row in files["indicatoren"]]
    assert len(names) == len(set(names)) == 4
    (label,) = [row["label"] for row in files["indicatoren"] if row["indicator"] == ours.indicator]
    assert label == ours.label
    assert [row["titel"] for row in files["kaarten"]] == [kaart.titel]
    assert {row["indicator"] for row in files["kolommen"]} == set(names)
    told = unused_lines(build_files.unused(paths, catalogue, held))
    assert len(told) == 2 and "`wzw_dwalen_aandeel`" in told[0] and "`wzw_lopen`" in told[1]
