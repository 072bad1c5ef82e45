"""Registered crimes per year: the total of all kinds and nothing else, of the feed and of StatLine's own CSV."""

import json

import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError

BRON = lev.bron("politie_misdrijven", reeks="een_release_voor_alle_jaren")
TOPIC, COLUMN = "GeregistreerdeMisdrijven_1", "Geregistreerde misdrijven (aantal)"
KINDS = {"0.0.0 ": "Totaal misdrijven", "1.1.1 ": "1.1.1 Diefstal/inbraak woning"}
COUNTS = {"NL00": ("  800000", "  20000"), "GM0034": ("   12000", "    300"), "BU00340101": ("", "")}


def records(kinds=tuple(KINDS)) -> list[dict]:
    return [
        {"ID": 0, "SoortMisdrijf": kind, "WijkenEnBuurten": f"{code:10}", "Perioden": f"{jaar}JJ00"}
        | {TOPIC: counts[list(KINDS).index(kind)]}
        for kind in kinds
        for jaar in (2024, 2025)
        for code, counts in COUNTS.items()
    ]


def pages(path, rows, dimensions=("SoortMisdrijf",)):
    kinds = dict.fromkeys(dimensions, "Dimension") | {"WijkenEnBuurten": "GeoDimension", "Perioden": "TimeDimension"}
    told = [{"Key": key, "Type": kind} for key, kind in kinds.items()]
    told += [{"Key": TOPIC, "Type": "Topic", "Title": "Geregistreerde misdrijven", "Unit": "aantal"}]
    members = {"pagina-00001": rows, "DataProperties": told, "TableInfos": [{"Identifier": "47018NED", "Title": "x"}]}
    return lev.zip_met(path, {f"{name}.json": json.dumps({"value": value}) for name, value in members.items()})


def statline(path, soort="Soort misdrijf"):
    lines = [f'"{soort}";"Wijken en buurten";"Perioden";"{COLUMN}"']
    lines += [
        f'"{KINDS[row["SoortMisdrijf"]]}";"{row["WijkenEnBuurten"]}";"{row["Perioden"][:4]}";"{row[TOPIC]}"'
        for row in records()
    ]
    return lev.statline(path, lines)


def release(layout):
    return lev.release(layout, jaren=(2024, 2025), indeling=2025, tabel="47018NED")


@pytest.mark.parametrize("kinds", [("0.0.0 ",), tuple(KINDS)])
def test_only_the_total_is_read(tmp_path, kinds):
    delivery = read(pages(tmp_path / "paginas.zip", records(kinds)), BRON, release("v3_odata"))
    found = {(row["gebiedscode"], row["jaar"]): row["waarde"].strip() for row in delivery.waarnemingen.to_pylist()}
    assert found["GM0034", 2024] == found["GM0034", 2025] == "12000"
    assert found["BU00340101", 2025] == ""  # nothing is known: no zero
    assert set(delivery.waarnemingen["kolom"].to_pylist()) == {TOPIC}


def test_the_csv_of_statline_gives_the_same(tmp_path):
    delivery = read(statline(tmp_path / "misdrijven.csv"), BRON, release("statline_csv"))
    found = {(row["gebiedscode"], row["jaar"]): row["waarde"].strip() for row in delivery.waarnemingen.to_pylist()}
    assert found["NL00", 2025] == "800000" and len(found) == 6


def test_a_file_of_one_kind_is_refused(tmp_path):
    with pytest.raises(DeliveryError, match=r"geen rij met 0\.0\.0 of Totaal misdrijven.*gezien: 1\.1\.1"):
        read(pages(tmp_path / "paginas.zip", records(("1.1.1 ",))), BRON, release("v3_odata"))


def test_a_file_that_does_not_say_which_kinds_it_counts_is_refused(tmp_path):
    with pytest.raises(DeliveryError, match="soort misdrijf"):
        read(statline(tmp_path / "misdrijven.csv", soort="Iets anders"), BRON, release("statline_csv"))


def test_an_unknown_dimension_is_refused(tmp_path):
    rows = [row | {"Geslacht": "T"} for row in records()]
    with pytest.raises(DeliveryError, match="onbekende dimensie Geslacht"):
        read(pages(tmp_path / "paginas.zip", rows, ("SoortMisdrijf", "Geslacht")), BRON, release("v3_odata"))
