"""The cases of people who do this job, tried as they do: their catalogue, fetched and read. What must come out of each.

The files stand outside git, in the folder of VEERKRACHT_CASES; the same kinds, invented, are among the tests of the
readers.
"""

import json

import pyarrow.parquet as pq
import pytest

from tests.publisher_server import Answer, PublisherServer, as_json, publisher  # noqa: F401 - a fixture
from veerkracht.errors import ArchiveError, VeerkrachtError
from veerkracht.sources import archive
from veerkracht.sources.archive import web
from veerkracht.sources.archive.limits import FetchLimits
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.intake import ingest

pytestmark = pytest.mark.real
FAST = FetchLimits(attempts=3, wait_first=0.01, wait_longest=0.05, read=5)


def entries(cases, name):
    """Source and releases of one case."""
    (folder,) = cases.glob(f"{name}-*")
    (source,) = (one for one in load_catalogue([folder / "catalogus"]).sources.values() if one.releases)
    return source, source.releases


def tables(paths, source, release):
    """What is made of a release: its tables by name."""
    archive.fetch(paths, source, release, limits=FAST)
    folder = ingest.ingest(paths, source, release)
    return {file.stem: pq.read_table(file).to_pylist() for file in folder.glob("*.parquet")}


def read(cases, paths, name):
    source, (release,) = entries(cases, name)
    return tables(paths, source, release)


def figures(found, column):
    return {row["gebiedscode"]: row["waarde"].strip() for row in found["waarnemingen"] if row["kolom"] == column}


REFUSED = {
    "01": r"export van het oude StatWeb.*geen gebiedscodes.*niet te gebruiken.*csv/CBS/nl/83220NED",
    "03": r"Vink in StatLine bij Onderwerp > Regioaanduiding het vakje Codering aan",
    "04": r"gezien: 80200 \(65 jaar of ouder\).*andere leeftijdsgroep.*'18 jaar of ouder'",
    "06": r"opnieuw opgeslagen door R.*komma's tussen de kolommen.*zoals StatLine het geeft",
    "07": r"ontwikkeling tussen jaren van Leefbaarometer 2\.0",
    "08": r"scores per postcode \(kolom pc4_code\)",
    "20": r"onbewerkte dataset van StatLine.*'CSV volgens tabelindeling'",
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_the_way_out(cases, paths, name):
    with pytest.raises(VeerkrachtError, match=REFUSED[name]) as error:
        read(cases, paths, name)
    assert len(str(error.value)) <= 500
    assert "erwijder" not in str(error.value)


def test_kwb_2025_with_education_under_its_old_names(cases, paths):
    source, (release,) = entries(cases, "09")
    found = tables(paths, source, release)
    assert release.status == "voorlopig"
    assert {row["jaar"] for row in found["waarnemingen"]} == {2025}
    empty = next(row["toelichting"] for row in found["feiten"] if row["feit"] == "lege_kolommen")
    assert {"a_opl_lg", "a_opl_md", "a_opl_hg"} <= set(empty.split(", "))


def test_lone_commas_are_missing(cases, paths):
    found = read(cases, paths, "10")
    facts = {row["feit"]: row["waarde"] for row in found["feiten"]}
    assert facts["ontbreekt_,"] == 3
    assert figures(found, "g_gas_ap")["GM0363"] == "780"
    assert not any(name.startswith("onleesbaar") for name in facts)


def test_addresses_of_2016(cases, paths):
    found = {row["buurtcode"] for row in read(cases, paths, "11")["adressen"]}
    assert found == {"BU00030101", "BU00030102", "BU16800001", "BU16800002"}


def test_outlines_with_arcs(cases, paths):
    assert len(read(cases, paths, "18")["grenzen_buurt"]) == 3


def test_numbers_and_text_in_one_column(cases, paths):
    found = figures(read(cases, paths, "19"), "p_stadsv")
    assert {found[code].replace(",", ".") for code in ("WK036300", "BU03630001", "BU03630002")} == {"5", "5.0", "4.5"}


def test_pdok_gebiedsindelingen(cases, paths):
    found = read(cases, paths, "23")
    assert {row["gebiedscode"] for row in found["grenzen_buurt"]} == {"BU0363MA01", "BU0363MA02"}
    assert found["waarnemingen"] == []  # jaarcode is no figure


def test_squares_of_2016(cases, paths):
    assert all(row["status"] == "waarde" for row in read(cases, paths, "24")["vierkanten"][:1])


def test_points_of_thousands(cases, paths):
    found = {(row["gebiedscode"], row["jaar"]): row["waarde"] for row in read(cases, paths, "26")["waarnemingen"]}
    assert found["GM0034", 2022] == "12500"
    assert found["BU00340101", 2022] == "980"


def test_the_xls_holds_what_the_xlsx_does(cases, paths, real_data):
    from tests.veerkracht.sources import leveringen as lev
    from tests.veerkracht.sources.lezen import read as read_file

    source, (release,) = entries(cases, "27")
    xls = {(row["gebiedscode"], row["kolom"]): row["waarde"] for row in tables(paths, source, release)["waarnemingen"]}
    delivery = read_file(real_data / "cbs_kerncijfers" / "kwb-2017.xlsx", source, lev.release("werkboek", 2017))
    xlsx = {(row["gebiedscode"], row["kolom"]): row["waarde"] for row in delivery.waarnemingen.to_pylist()}
    assert {key: text.strip().replace(",", ".") for key, text in xls.items()} == {
        key: text.strip().replace(",", ".") for key, text in xlsx.items()
    }


# --- cases of a server ---

AREAS = [("NL00", "Land"), ("GM0034", "Gemeente"), ("WK003401", "Wijk"), ("BU00340101", "Buurt")]
BESIDE = {
    "DataProperties": [
        {"Key": "Overlast", "Type": "Dimension"},
        {"Key": "Perioden", "Type": "TimeDimension"},
        {"Key": "GeregistreerdeOverlast_1", "Type": "Topic", "Title": "Geregistreerde overlast", "Unit": "aantal"},
    ],
    "Overlast": [{"Key": "A1", "Title": "Totaal registraties overlast"}, {"Key": "B2", "Title": "Jeugd"}],
}


def rows(perioden) -> list[dict]:
    return [
        {"Overlast": soort, "WijkenEnBuurten": code, "Perioden": periode, "GeregistreerdeOverlast_1": 7}
        for soort in ("A1", "B2", "C3")
        for periode in perioden
        for code, _ in AREAS
    ]


YEARS, MONTHS = rows(["2012JJ00", "2013JJ00"]), rows([f"{y}MM{m:02d}" for y in (2012, 2013) for m in range(1, 13)])


def served(server: PublisherServer, cases, name, records, size=10):
    """The case's releases, at a server that repeats its options in each link."""
    source, releases = entries(cases, name)
    for release in releases:
        base = release.url.partition("39417")[2].partition("?")[0].rpartition("/")[0]
        for table, content in BESIDE.items():
            server.route(f"{base}/{table}", lambda request, content=content: as_json({"value": content}))

        def page(request, path=f"{base}/UntypedDataSet"):
            asked = request.query.get("$filter", [""])[0]
            fitting = [row for row in records if "JJ00" not in asked or "JJ00" in row["Perioden"]]
            start = int(request.query.get("$skip", ["0"])[0])
            content = {"value": fitting[start : start + size]}
            if start + size < len(fitting):
                options = "$format=json" + (f"&$filter={asked}" if asked else "")
                content["odata.nextLink"] = server.url(f"{path}?{options}&{options}&$skip={start + size}")
            return as_json(content)

        server.route(f"{base}/UntypedDataSet", page)
    local = [r.model_copy(update={"url": server.url(r.url.partition("39417")[2])}) for r in releases]
    return source, local


def test_months_without_years(cases, paths, publisher):  # noqa: F811
    source, (years, months) = served(publisher, cases, "14", MONTHS, size=len(MONTHS))
    with pytest.raises(ArchiveError, match=r"geen enkele rij; er is niets bewaard.*twaalf maanden maken een jaar"):
        tables(paths, source, years)
    assert archive.receipt(paths, source, years) is None
    facts = {row["feit"]: row["waarde"] for row in tables(paths, source, months)["feiten"]}
    assert facts["maanden_2012"] == facts["maanden_2013"] == 12


def test_links_with_doubled_options(cases, paths, publisher):  # noqa: F811
    source, (release,) = served(publisher, cases, "15", YEARS)
    facts = {row["feit"]: row["waarde"] for row in tables(paths, source, release)["feiten"]}
    assert facts["aantal_rijen"] == 24


def test_a_line_that_breaks(cases, paths, publisher):  # noqa: F811
    source, releases = served(publisher, cases, "16", YEARS)
    for release in releases:
        path = release.url.partition("?")[0].partition(str(publisher.url("")))[2]
        half = json.dumps({"value": YEARS}).encode()[:300]
        broken = Answer(half, cut_at=100) if "weg" in path else Answer(half)
        publisher.fail(path, *[broken] * 3)
        with pytest.raises(ArchiveError, match=r"UntypedDataSet.* is niet op te halen: .*\(3 pogingen\)"):
            tables(paths, source, release)
        assert archive.receipt(paths, source, release) is None
        web._unreachable.clear()  # a server that hung up is left alone for a while
        assert len(tables(paths, source, release)["waarnemingen"]) == 8  # and when it behaves again


def test_a_year_that_the_catalogue_does_not_list(cases, paths, publisher):  # noqa: F811
    source, (release,) = served(publisher, cases, "22", YEARS)
    found = tables(paths, source, release)
    assert {row["jaar"] for row in found["waarnemingen"]} == {2012}
    assert any(row["feit"] == "anderejaren_2013" for row in found["feiten"])
