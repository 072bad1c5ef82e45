# ruff: noqa: F811 (the fixture is imported)
"""The archive against a publisher that behaves, and one that does not."""

import gzip
import hashlib
import json
import os
import stat
import threading
import zipfile
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.publisher_server import Answer, PublisherServer, as_json, make_zip, publisher  # noqa: F401 (fixture)
from veerkracht.errors import ArchiveError, CatalogueError, ChangedBytesError, UnansweredError
from veerkracht.paths import DataPaths
from veerkracht.sources import archive
from veerkracht.sources.archive import FetchLimits
from veerkracht.sources.archive.web import Web
from veerkracht.sources.catalogue.mirror import mirrored
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import odata_v3
from veerkracht.sources.readers.layout import zip_layout

FAST = FetchLimits(
    connect=2, read=0.5, deadline=20, slow_window=0.2, slow_bytes=500, attempts=3, wait_first=0.01, wait_longest=0.05,
    quiet=0,
)  # fmt: skip
QUIET = replace(FAST, quiet=300.0)
BULK = make_zip({"Observations.csv": "Id;Measure\n" + "1;T001036\n" * 500, "noise.bin": os.urandom(20_000)})
PATH = "/csv/CBS/nl/83765NED"


def source(bron: str = "cbs_kerncijfers", toegang: str = "open") -> Source:
    return Source(
        bron=bron,
        titel="t",
        uitgever="u",
        licentie="l",
        toegang=toegang,
        landingspagina="https://voorbeeld.nl/uitleg",
        reeks="nieuwste_per_jaar",
    )


def release(url: str | None = None, layout: str = "v4_zip", **fields) -> Release:
    return Release(release="2017@83765NED", jaren=(2017,), indeling=2017, url=url, layout=layout, **fields)


def fetch(paths, url: str, layout: str = "v4_zip", limits: FetchLimits = FAST, **fields):
    bron = "cbs_grenzen" if layout in ("gpkg", "geojson", "ogc_api") else "cbs_kerncijfers"
    return archive.fetch(paths, source(bron), release(url, layout, **fields), limits=limits)


def held(paths) -> list[str]:
    """Names in the archive folder of the release, hidden ones left out."""
    files = paths.root.glob("archief/*/2017@83765NED/*")
    return sorted(file.name for file in files if not file.name.startswith("."))


def parts(paths) -> list[str]:
    return sorted(file.name for file in paths.root.glob("archief/*/2017@83765NED/.part*"))


# --- a publisher that behaves ---


def test_a_release_is_stored_with_its_receipt_and_fetched_once(paths, publisher):
    url, seen = publisher.file(PATH, BULK), []
    one = release(url)
    receipt = archive.fetch(paths, source(), one, lambda done, total: seen.append((done, total)), FAST)
    assert receipt.sha256 == hashlib.sha256(BULK).hexdigest()
    assert (receipt.bytes, receipt.bestand, receipt.url) == (len(BULK), "83765NED.zip", url)
    assert receipt.geregistreerd is False
    assert held(paths) == ["83765NED.zip", "ontvangst.json"] and parts(paths) == []
    assert archive.received_file(paths, source(), one).read_bytes() == BULK
    assert seen[-1] == (len(BULK), len(BULK))
    publisher.file(PATH, b"anders")
    assert archive.fetch(paths, source(), one, limits=FAST) == receipt == archive.verify(paths, source(), one)
    assert len(publisher.requests(PATH)) == 1


def test_registered_bytes_say_so_in_the_receipt(paths, publisher):
    digest = hashlib.sha256(BULK).hexdigest()
    assert fetch(paths, publisher.file(PATH, BULK), sha256=digest).geregistreerd is True


def test_a_name_of_the_publisher_cannot_leave_the_folder(paths, publisher):
    url = publisher.file("/x/..%2f..%2fkwaad.zip", BULK)
    assert fetch(paths, url).bestand == "kwaad.zip"


def test_two_at_once_make_one_request(paths, publisher):
    url = publisher.file(PATH, BULK)
    threads = [threading.Thread(target=fetch, args=(paths, url)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(publisher.requests(PATH)) == 1 and held(paths) == ["83765NED.zip", "ontvangst.json"]


def test_credentials_in_an_address_are_not_written_down(paths, publisher):
    url = publisher.file(PATH, BULK).replace("http://", "http://jan:geheim@")
    publisher.fail(PATH, *[Answer(status=503)] * 3)
    with pytest.raises(ArchiveError) as caught:
        fetch(paths, url)
    assert "geheim" not in str(caught.value) and "127.0.0.1" in str(caught.value)
    fetch(paths, url)
    folder = paths.archive("open", "cbs_kerncijfers", "2017@83765NED")
    assert "geheim" not in (folder / "ontvangst.json").read_text()


# --- a publisher that fails for a while ---


@pytest.mark.parametrize("status", [503, 500, 429])
def test_a_passing_failure_is_tried_again(paths, publisher, status):
    url = publisher.file(PATH, BULK)
    publisher.fail(PATH, Answer(status=status), Answer(status=status, headers={"Retry-After": "1"}))
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()
    assert len(publisher.requests(PATH)) == 3


def test_a_body_that_breaks_off_is_resumed(paths, publisher):
    url = publisher.file(PATH, BULK)
    publisher.fail(PATH, Answer(BULK, etag='"v1"', cut_at=9_000))
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()
    second = publisher.requests(PATH)[1].headers
    assert (second["Range"], second["If-Range"]) == ("bytes=9000-", '"v1"')


def test_a_server_that_gives_the_rest_in_pieces(paths, publisher):
    url = publisher.file(PATH, BULK)
    piece = Answer(BULK[9_000:15_000], 206, headers={"Content-Range": f"bytes 9000-14999/{len(BULK)}", "ETag": '"v1"'})
    publisher.fail(PATH, Answer(BULK, etag='"v1"', cut_at=9_000), piece)
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()
    assert [r.headers.get("Range") for r in publisher.requests(PATH)] == [None, "bytes=9000-", "bytes=15000-"]


def test_it_starts_again_when_the_file_changed_in_between(paths, publisher):
    newer = make_zip({"Observations.csv": "Id\n" + "2\n" * 4_000})
    url = publisher.file(PATH, newer, etag='"v2"')
    publisher.fail(PATH, Answer(BULK, etag='"v1"', cut_at=9_000))
    assert fetch(paths, url).sha256 == hashlib.sha256(newer).hexdigest()


@pytest.mark.parametrize("etag", [None, 'W/"zwak"'])
def test_without_a_strong_etag_it_starts_again(paths, publisher, etag):
    url = publisher.file(PATH, BULK, etag=etag)
    publisher.fail(PATH, Answer(BULK, etag=etag, cut_at=9_000))
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()
    assert "Range" not in publisher.requests(PATH)[1].headers


def test_a_server_that_cannot_resume_where_it_says_is_asked_anew(paths, publisher):
    url = publisher.file(PATH, BULK)
    wrong = Answer(BULK[:100], status=206, headers={"Content-Range": "bytes 0-99/100"})
    publisher.fail(PATH, Answer(BULK, etag='"v1"', cut_at=9_000), wrong)
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()


def test_a_later_run_goes_on_where_the_first_gave_up(paths, publisher):
    url = publisher.file(PATH, BULK)
    publisher.fail(PATH, Answer(BULK, etag='"v1"', cut_at=9_000), Answer(status=503), Answer(status=503))
    with pytest.raises(ArchiveError, match="de server antwoordt 503"):
        fetch(paths, url)
    assert parts(paths) == [".part", ".part.json"]
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()
    assert publisher.requests(PATH)[3].headers["Range"] == "bytes=9000-" and parts(paths) == []


def test_a_whole_part_without_receipt_is_fetched_again(paths, publisher):
    url = publisher.file(PATH, BULK)
    folder = paths.archive("open", "cbs_kerncijfers", "2017@83765NED")
    folder.mkdir(parents=True)
    (folder / ".part").write_bytes(BULK)
    (folder / ".part.json").write_text(json.dumps({"url": url, "etag": '"v1"'}))
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()
    assert [r.headers.get("Range") for r in publisher.requests(PATH)] == [f"bytes={len(BULK)}-", None]


def test_a_server_that_packs_on_the_way(paths, publisher):
    packed = gzip.compress(BULK)
    url = publisher.file(PATH, packed, headers={"Content-Encoding": "gzip"})
    publisher.fail(PATH, Answer(packed, headers={"Content-Encoding": "gzip"}, etag='"v1"', cut_at=9_000))
    assert fetch(paths, url).sha256 == hashlib.sha256(BULK).hexdigest()
    assert "Range" not in publisher.requests(PATH)[1].headers


# --- a publisher that does not ---


def refused(paths, text: str, url: str, layout: str = "v4_zip", limits: FetchLimits = FAST, **fields) -> None:
    """The fetch fails with this text, and nothing is held."""
    with pytest.raises(ArchiveError, match=text):
        fetch(paths, url, layout, limits, **fields)
    assert held(paths) == []


def test_a_server_that_stays_away_is_named_with_the_number_of_tries(paths, publisher):
    url = publisher.file(PATH, BULK)
    publisher.fail(PATH, *[Answer(status=503)] * 9)
    refused(paths, rf"`2017@83765NED` van `cbs_kerncijfers`: {url} is niet op te halen: de server antwoordt 503", url)
    publisher.fail(PATH, *[Answer(status=503)] * 9)
    refused(paths, r"\(3 pogingen\). Probeer het later opnieuw; .*https://voorbeeld.nl/uitleg", url)


def test_no_server_at_all_is_told_once_and_then_left_alone(paths, publisher, monkeypatch):
    url = publisher.url(PATH)
    publisher.close()
    refused(paths, "is niet te bereiken: .*Connection refused.*Probeer het later opnieuw", url, limits=QUIET)
    other = url.replace("83765NED", "84286NED")
    refused(
        paths, r"84286NED is overgeslagen, want 127\.0\.0\.1:\d+ is niet te bereiken: .*refused", other, limits=QUIET
    )
    monkeypatch.setattr("veerkracht.sources.archive.web._unreachable", {})
    refused(paths, "is niet te bereiken", other, limits=QUIET)


def test_a_publisher_that_is_down_is_asked_for_one_release_and_then_left_alone(paths, publisher):
    url = publisher.file(PATH, BULK)
    publisher.fail(PATH, *[Answer(status=503)] * 9)
    refused(paths, "de server antwoordt 503", url, limits=QUIET)
    asked = len(publisher.requests(PATH))
    refused(paths, "is overgeslagen, want 127.0.0.1:.* is niet op te halen: de server antwoordt 503", url, limits=QUIET)
    assert len(publisher.requests(PATH)) == asked


def test_a_release_that_is_passed_over_names_the_page_of_its_own_publisher(paths, publisher):
    url = publisher.url(PATH)
    publisher.close()
    refused(paths, "is niet te bereiken: .*uitleg van de uitgever: https://voorbeeld.nl/uitleg", url, limits=QUIET)
    other = source().model_copy(update={"landingspagina": "https://voorbeeld.nl/andere-uitgever"})
    with pytest.raises(UnansweredError, match=r"is overgeslagen, want .*: https://voorbeeld\.nl/andere-uitgever$"):
        archive.fetch(paths, other, release(url), limits=QUIET)


def test_an_address_that_is_gone_is_not_tried_twice(paths, publisher):
    refused(paths, r"bestaat niet \(meer\): 404.*Kijk of het adres nog klopt", publisher.url(PATH))
    assert len(publisher.requests(PATH)) == 1


def test_a_body_that_always_breaks_off(paths, publisher):
    url = publisher.file(PATH, BULK, cut_at=9_000, etag=None)
    refused(paths, "is niet op te halen: de server verbrak de verbinding .peer closed connection", url)
    assert parts(paths) == []


def test_a_length_that_promises_more(paths, publisher):
    refused(paths, "is niet op te halen", publisher.file(PATH, BULK, length=len(BULK) + 10, etag=None))


def test_a_length_that_promises_less(paths, publisher):
    refused(paths, "een zip die halverwege afbreekt", publisher.file(PATH, BULK, length=9_000))


def test_a_web_page_instead_of_a_zip(paths, publisher):
    page = b"\n<!DOCTYPE html><html><head><title>Pagina niet gevonden</title></head>"
    refused(paths, "webpagina .HTML. met de titel “Pagina niet gevonden”", publisher.file(PATH, page, kind="text/html"))


@pytest.mark.parametrize(
    ("layout", "body", "text"),
    [
        ("v4_zip", b"", r"is leeg \(0 bytes\)"),
        ("v4_zip", b"Id;Measure\n", "is niet een zip .layout v4_zip.: het begint met b'Id;Measure"),
        ("werkboek", b"a;b\n1;2\n", "is niet een Excel-werkboek"),
        ("gpkg", b"{}", "is niet een GeoPackage"),
        ("geojson", b"PK\x03\x04", "is niet GeoJSON"),
        ("statline_csv", b"<html>", "webpagina"),
        ("v4_zip", make_zip({"../kwaad.csv": "x"}), "'../kwaad.csv' wijst naar buiten de map"),
    ],
)
def test_bytes_that_are_not_the_layout(paths, publisher, layout, body, text):
    refused(paths, text, publisher.file(PATH, body), layout)
    assert parts(paths) == []


def test_changed_bytes_are_refused_and_what_was_there_stays(paths, publisher):
    url, digest = publisher.file(PATH, BULK), hashlib.sha256(BULK).hexdigest()
    other = make_zip({"Observations.csv": "herzien"})
    publisher.file(PATH, other)
    with pytest.raises(ChangedBytesError, match=f"gevonden sha256 {hashlib.sha256(other).hexdigest()}, .* {digest}"):
        fetch(paths, url, sha256=digest)
    assert held(paths) == [] and parts(paths) == []
    publisher.file(PATH, BULK)
    fetch(paths, url, sha256=digest)
    with pytest.raises(
        ChangedBytesError, match=f"in het archief ligt sha256 {digest}, de catalogus verwacht {'0' * 64}"
    ):
        fetch(paths, url, sha256="0" * 64)
    assert archive.received_file(paths, source(), release(url)).read_bytes() == BULK


def test_an_archived_file_that_changed_is_noticed(paths, publisher):
    one = release(publisher.file(PATH, BULK))
    archive.fetch(paths, source(), one, limits=FAST)
    file = archive.received_file(paths, source(), one)
    file.write_bytes(BULK[:-1] + b"\x01")
    with pytest.raises(ChangedBytesError, match="is veranderd sinds de ontvangst"):
        archive.verify(paths, source(), one)
    file.unlink()
    with pytest.raises(ChangedBytesError, match="is weg of heeft een andere grootte"):
        archive.fetch(paths, source(), one, limits=FAST)


def test_a_damaged_receipt_is_named(paths, publisher):
    one = release(publisher.file(PATH, BULK))
    archive.fetch(paths, source(), one, limits=FAST)
    (paths.archive("open", "cbs_kerncijfers", "2017@83765NED") / "ontvangst.json").write_text('{"bron": 1}')
    with pytest.raises(
        ArchiveError, match=r"ontvangst.json is geen leesbaar ontvangstbewijs .* verwacht JSON met bron"
    ):
        archive.receipt(paths, source(), one)


def test_an_endless_redirect_is_left(paths, publisher):
    url = publisher.route(PATH, lambda request: Answer(status=302, headers={"Location": PATH + "?weer"}))
    refused(paths, "verwijst meer dan 5 keer door", url)
    assert len(publisher.requests(PATH)) == 6


def test_a_redirect_that_ends_is_followed(paths, publisher):
    publisher.file("/elders.zip", BULK)
    url = publisher.route(PATH, lambda request: Answer(status=302, headers={"Location": "/elders.zip"}))
    assert fetch(paths, url).bestand == "83765NED.zip"


def test_a_redirect_may_not_leave_the_secure_line():
    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.scheme == "https":
            return httpx.Response(302, headers={"Location": "http://voorbeeld.nl/a.zip"})
        return httpx.Response(200, content=BULK)

    with httpx.Client(transport=httpx.MockTransport(answer), follow_redirects=True) as client:
        patient = Web(client, FAST, "release x", "https://voorbeeld.nl")
        insecure = r"verwijst door naar een onbeveiligd adres \(http://voorbeeld"
        with pytest.raises(ArchiveError, match=insecure), patient.stream("https://voorbeeld.nl/a.zip"):
            pass


def test_a_drip_is_too_slow(paths, publisher):
    url = publisher.file(PATH, BULK, drip=0.02, etag=None)
    refused(paths, "is niet op te halen: te traag", url, limits=FetchLimits(**{**FAST.__dict__, "attempts": 2}))


def test_silence_is_left(paths, publisher):
    url = publisher.file(PATH, BULK, drip=5)
    refused(paths, "antwoordt niet op tijd", url, limits=FetchLimits(**{**FAST.__dict__, "attempts": 1}))


def test_time_for_one_release_ends(paths, publisher):
    url = publisher.file(PATH, BULK, drip=0.02)
    limits = FetchLimits(**{**FAST.__dict__, "deadline": 0.3, "slow_bytes": 1})
    refused(paths, "was na 0 s nog niet binnen", url, limits=limits)


@pytest.mark.parametrize("announced", [True, False])
def test_more_bytes_than_allowed(paths, publisher, announced):
    url = publisher.file(PATH, BULK, announced=announced)
    refused(paths, r"bytes, meer dan `max_bytes` 5.000", url, max_bytes=5_000)
    assert parts(paths) == []


def test_an_unannounced_length_is_no_excuse_for_half_a_zip(paths, publisher):
    url = publisher.file(PATH, BULK, announced=False, cut_at=9_000)
    refused(paths, "een zip die halverwege afbreekt", url)
    publisher.file(PATH, BULK, announced=False)
    assert fetch(paths, url).bytes == len(BULK)


def test_a_folder_that_cannot_be_written(paths, publisher, monkeypatch):
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("veerkracht.sources.archive.download.os.fsync", full)
    refused(paths, "kan niet worden geschreven: No space left on device", publisher.file(PATH, BULK))


# --- answers in pages ---

ROWS = [{"Id": n, "Measure": "T001036", "Value": 10.50, "WijkenEnBuurten": f"BU{n:08d}"} for n in range(25)]
BESIDES = {
    "MeasureCodes": [{"Identifier": "T001036", "Title": "Aantal inwoners"}],
    "WijkenEnBuurtenCodes": [{"Identifier": "NL00"}],
    "Properties": {"@odata.context": "x", "Identifier": "83765NED", "ObservationCount": 25},
}


def pages(paths, bron: str = "cbs_kerncijfers") -> dict[str, dict]:
    """The members of the archived zip."""
    folder = paths.archive("open", bron, "2017@83765NED")
    with zipfile.ZipFile(folder / "paginas.zip") as held_zip:
        return {name: json.loads(held_zip.read(name)) for name in held_zip.namelist()}


def test_v4_pages_become_one_zip_that_is_the_same_every_time(paths, tmp_path, publisher):
    url = publisher.pages_v4("83765NED", ROWS, 10, **BESIDES)
    receipt = fetch(paths, url, "v4_odata")
    found = pages(paths)
    assert list(found) == [f"pagina-0000{n}.json" for n in (1, 2, 3)] + [f"{name}.json" for name in BESIDES]
    assert [row for n in (1, 2, 3) for row in found[f"pagina-0000{n}.json"]["value"]] == ROWS
    assert set(found["pagina-00001.json"]) == {"value"}
    assert found["Properties.json"]["Identifier"] == "83765NED"
    with zipfile.ZipFile(archive.received_file(paths, source(), release(url, "v4_odata"))) as held_zip:
        assert {(i.date_time, i.compress_type, i.create_system) for i in held_zip.infolist()} == {
            ((1980, 1, 1, 0, 0, 0), zipfile.ZIP_STORED, 3)
        }
    again = type(paths)(tmp_path / "tweede").ensure()
    assert fetch(again, url, "v4_odata").sha256 == receipt.sha256


def test_text_of_numbers_stays_as_published(paths, publisher):
    publisher.pages_v4("83765NED", [], 10, **BESIDES | {"Properties": {}})
    body = b'{"@odata.context":"x", "value" : [ {"Value": 1.50, "Id":1E2} ] }'
    url = publisher.route("/odata/v1/CBS/83765NED/Observations", lambda request: Answer(body))
    fetch(paths, url, "v4_odata")
    folder = paths.archive("open", "cbs_kerncijfers", "2017@83765NED")
    with zipfile.ZipFile(folder / "paginas.zip") as held_zip:
        assert held_zip.read("pagina-00001.json") == b'{"value":[ {"Value": 1.50, "Id":1E2} ]}'


def test_v3_pages_and_what_lies_beside(paths, publisher):
    url = publisher.pages_v3("83765NED", ROWS, 10, DataProperties=[{"Key": "Bijstand_74"}])
    fetch(paths, url, "v3_odata")
    found = pages(paths)
    assert list(found) == ["pagina-00001.json", "pagina-00002.json", "pagina-00003.json", "DataProperties.json"]
    assert all(request.query["$format"] == ["json"] for request in publisher.requests(url.split("1:")[1][5:])[:1])


def test_v3_without_links_goes_on_by_skip(paths, publisher, monkeypatch):
    small = zip_layout("v3_odata", replace(odata_v3.PAGING, page=5))
    monkeypatch.setattr(archive, "layout_of", lambda bron, one: small)
    url = publisher.pages_v3("83765NED", ROWS, 5, linked=False, DataProperties=[{"Key": "x"}])
    fetch(paths, url, "v3_odata")
    found = pages(paths)
    assert sum(len(page["value"]) for name, page in found.items() if name.startswith("pagina")) == 25
    assert "pagina-00006.json" not in found


def test_ogc_pages_without_the_moment(paths, tmp_path, publisher):
    features = [{"type": "Feature", "properties": {"buurtcode": f"BU{n:08d}"}, "geometry": None} for n in range(7)]
    url = publisher.pages_ogc("buurten", features, 3)
    first = fetch(paths, url, "ogc_api")
    found = pages(paths, "cbs_grenzen")
    assert [len(page["features"]) for page in found.values()] == [3, 3, 1]
    again = type(paths)(tmp_path / "tweede").ensure()
    assert fetch(again, url, "ogc_api").sha256 == first.sha256


def test_a_passing_failure_in_the_middle_of_pages(paths, publisher):
    url = publisher.pages_v4("83765NED", ROWS, 10, **BESIDES)
    whole = json.dumps({"value": ROWS[:10]}).encode()
    publisher.fail("/odata/v1/CBS/83765NED/Observations", Answer(whole[:100]), Answer(status=503))
    fetch(paths, url, "v4_odata")
    assert len(pages(paths)["pagina-00003.json"]["value"]) == 5


def observations(publisher: PublisherServer, answer: Answer) -> str:
    publisher.pages_v4("83765NED", ROWS, 10, **BESIDES)
    return publisher.route("/odata/v1/CBS/83765NED/Observations", lambda request: answer)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (
            {"value": ROWS, "@odata.nextLink": "https://elders.example/odata?$skip=10"},
            "volgende bladzijde naar een andere server: https://elders.example",
        ),
        ({"value": ROWS, "@odata.nextLink": "Observations"}, "verwijst in een kring"),
        ({"error": {"code": "x"}}, "gaf JSON zonder lijst `value` of `features`; wel: error"),
        ({"value": ROWS[:3]}, "gaf 3 rijen waar er 25 zijn aangekondigd"),
    ],
)
def test_pages_that_cannot_be_trusted(paths, publisher, content, text):
    refused(paths, text, observations(publisher, as_json(content)), "v4_odata")
    assert parts(paths) == []


def test_pages_that_are_no_json(paths, publisher):
    url = observations(publisher, Answer(b"<html>onderhoud</html>", kind="text/html"))
    refused(paths, "gaf geen JSON maar text/html", url, "v4_odata")


def test_links_that_repeat_their_options_are_followed_with_each_once(paths, publisher):
    """As CBS does: a server that keeps to OData refuses an option that stands there twice."""
    path = "/ODataFeed/odata/47024NED/UntypedDataSet"
    rows = [{"ID": n} for n in range(24)]

    def page(request):
        assert all(len(values) == 1 for values in request.query.values()), request.query
        start = int(request.query.get("$skip", ["0"])[0])
        content = {"value": rows[start : start + 10]}
        if start + 10 < len(rows):
            options = "$format=json&$filter=substringof(%27JJ00%27,Perioden)"
            content["odata.nextLink"] = publisher.url(f"{path}?{options}&{options}&$skip={start}&$skip={start + 10}")
        return as_json(content)

    publisher.route("/ODataFeed/odata/47024NED/DataProperties", lambda request: as_json({"value": [{"Key": "x"}]}))
    fetch(paths, publisher.route(path, page) + "?$filter=substringof('JJ00',Perioden)", "v3_odata")
    found = [row["ID"] for page in pages(paths).values() for row in page["value"] if "ID" in row]
    assert found == list(range(24))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (
            "?$filter=substringof('JJ00',Perioden)",
            "geen enkele rij; er is niets bewaard. Het filter vraagt alleen jaren",
        ),
        ("?$filter=Marges eq 'MW0'", "Het filter in het adres laat niets door"),
        ("", "gaf geen enkele rij; er is niets bewaard"),
    ],
)
def test_an_answer_without_rows_is_told_and_not_stored(paths, publisher, query, text):
    path = "/ODataFeed/odata/47024NED/UntypedDataSet"
    publisher.route("/ODataFeed/odata/47024NED/DataProperties", lambda request: as_json({"value": [{"Key": "x"}]}))
    refused(paths, text, publisher.route(path, lambda request: as_json({"value": []})) + query, "v3_odata")
    assert parts(paths) == []


@pytest.mark.parametrize(
    ("layout", "body"),
    [
        ("statline_csv", b'\xef\xbb\xbf"Wijken en buurten";"Aantal"\r\n\r\n"Bron: CBS"\r\n'),
        ("v4_zip", make_zip({"Observations.csv": "Id;Measure\n", "MeasureCodes.csv": "Identifier;Title\n\n"})),
        ("geojson", b'{"type": "FeatureCollection", "features": []}'),
    ],
)
def test_a_file_without_rows_is_told_and_not_stored(paths, publisher, layout, body):
    refused(paths, "Er is niets bewaard", publisher.file(PATH, body), layout)
    assert parts(paths) == []


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b'{"value": [{"ID',
        '{"value": [{"ID": "caf\u00e9'.encode()[:-1],
        b'{"value": [], "odata.nextLink": "http://["}',
    ],
)
def test_a_page_that_is_broken_is_asked_again_or_told(paths, publisher, broken):
    url = publisher.pages_v4("83765NED", ROWS, 10, **BESIDES)
    publisher.fail("/odata/v1/CBS/83765NED/Observations", *[Answer(broken)] * 9)
    refused(paths, "83765NED/Observations", url, "v4_odata")
    assert parts(paths) == []


def test_pages_without_end(paths, publisher):
    def endless(request):
        start = int(request.query.get("$skip", ["0"])[0])
        return as_json({"value": ROWS, "@odata.nextLink": f"Observations?$skip={start + 1}"})

    url = publisher.route("/odata/v1/CBS/83765NED/Observations", endless)
    limits = FetchLimits(**{**FAST.__dict__, "pages": 12})
    refused(paths, "heeft meer dan 12 bladzijden", url, "v4_odata", limits)
    refused(paths, "geeft samen meer dan `max_bytes` 9.000 bytes", url, "v4_odata", limits, max_bytes=9_000)


def test_a_page_may_not_come_from_another_server(paths, publisher):
    other = PublisherServer()
    elsewhere = other.route("/x", lambda request: as_json({"value": []})).replace("127.0.0.1", "localhost")
    url = observations(publisher, Answer(status=302, headers={"Location": elsewhere}))
    refused(paths, r"verwijst door naar een andere server \(localhost\)", url, "v4_odata")
    other.close()


def test_a_needed_table_beside_the_figures_is_missed(paths, publisher):
    url = publisher.pages_v4("83765NED", ROWS, 10, MeasureCodes=[])
    refused(paths, r"WijkenEnBuurtenCodes bestaat niet \(meer\): 404", url, "v4_odata")


# --- files and drops ---


def test_a_file_is_copied_and_its_change_is_noticed(paths, tmp_path):
    file = tmp_path / "levering.zip"
    file.write_bytes(BULK)
    receipt = fetch(paths, str(file))
    assert (receipt.url, receipt.bestand) == ("levering.zip", "levering.zip")
    os.utime(file)
    assert fetch(paths, str(file)) == receipt
    file.write_bytes(make_zip({"a": "anders"}))
    with pytest.raises(ChangedBytesError, match=r"levering\.zip heeft andere bytes dan bij ontvangst"):
        fetch(paths, str(file))
    file.unlink()
    assert fetch(paths, str(file)) == receipt


def test_files_that_cannot_be_copied(paths, tmp_path):
    refused(paths, "weg.zip bestaat niet\\. Zet het bestand daar neer", str(tmp_path / "weg.zip"))
    refused(paths, "is geen bestand", str(tmp_path))
    (tmp_path / "groot.zip").write_bytes(BULK)
    refused(paths, "meer dan `max_bytes` 10", str(tmp_path / "groot.zip"), max_bytes=10)


def drop(paths, pattern: str = "wzw*.csv"):
    return archive.fetch(
        paths, source("woonzorgwijzer", "beperkt"), release(None, "contract_csv", drop=pattern), limits=FAST
    )


def test_a_drop_is_kept_apart_and_private(paths):
    folder = paths.drop / "woonzorgwijzer"
    folder.mkdir()
    (folder / "wzw-2024.csv").write_text("gebiedscode;teller\nBU00340101;10\n")
    (folder / "leesmij.txt").write_text("x")
    receipt = drop(paths)
    stored = paths.beperkt / "archief" / "woonzorgwijzer" / "2017@83765NED" / "wzw-2024.csv"
    assert receipt.url is None and stored.is_file()
    assert stat.S_IMODE(stored.stat().st_mode) == 0o600 and stat.S_IMODE(stored.parent.stat().st_mode) == 0o700
    assert not (paths.root / "archief").exists()


def test_drops_that_are_not_clear(paths, tmp_path):
    folder = paths.drop / "woonzorgwijzer"
    with pytest.raises(ArchiveError, match=r"geen bestand `wzw\*.csv` in .*woonzorgwijzer. Leg de levering daar neer"):
        drop(paths)
    folder.mkdir()
    (folder / "wzw-1.csv").write_text("a")
    (folder / "wzw-2.csv").write_text("b")
    with pytest.raises(ArchiveError, match=r"2 bestanden passen op .*wzw-1\.csv, wzw-2\.csv"):
        drop(paths)
    (folder / "wzw-1.csv").unlink()
    (folder / "wzw-2.csv").unlink()
    (tmp_path / "elders.csv").write_text("a")
    (folder / "wzw-3.csv").symlink_to(tmp_path / "elders.csv")
    with pytest.raises(ArchiveError, match=r"wzw-3\.csv verwijst naar buiten de map"):
        drop(paths)


def test_not_received_says_what_to_do(paths):
    with pytest.raises(ArchiveError, match=r"is nog niet opgehaald: veerkracht .*fetch cbs_kerncijfers"):
        archive.received_file(paths, source(), release("https://x.nl/a.zip"))


@pytest.fixture
def local_release(tmp_path):
    """A source, a release of it, and the file on disk that it comes from."""
    file = tmp_path / "kwb.csv"
    file.write_text("Regio;Inwoners\n")
    return source(), release(str(file), "statline_csv"), file


def test_the_same_bytes_once_more_change_nothing(paths, local_release):
    source, release, _ = local_release
    first = archive.fetch(paths, source, release)
    assert archive.refetch(paths, source, release) == (first, first)


def test_a_revision_takes_the_place_of_what_was_there_and_keeps_it(paths, local_release):
    source, release, file = local_release
    first = archive.fetch(paths, source, release)
    file.write_text("Regio;Inwoners\nherzien;1\n")
    before, now = archive.refetch(paths, source, release)
    assert before == first and now.sha256 != first.sha256
    assert archive.receipt(paths, source, release) == now
    folder = paths.archive("open", source.bron, release.release)
    assert (folder / "vorige" / first.sha256[:16] / first.bestand).read_text() == "Regio;Inwoners\n"
    registered = release.model_copy(update={"sha256": now.sha256})
    file.write_text("Regio;Inwoners\nnog eens;1\n")
    with pytest.raises(ChangedBytesError, match="gaf andere bytes dan geregistreerd"):
        archive.refetch(paths, source, registered)
    assert archive.verify(paths, source, registered) == now


def test_a_mirror_gives_the_bytes_and_the_publisher_stays_the_origin(paths, tmp_path, local_release):
    source, release, _ = local_release
    archive.fetch(paths, source, release)
    online = release.model_copy(update={"url": "https://opendata.cbs.nl/kwb.csv"})
    sources = {source.bron: source.model_copy(update={"releases": (online,)})}
    moved = mirrored(sources, str(paths.root / "archief"))[source.bron].releases[0]
    assert moved.public_url == "https://opendata.cbs.nl/kwb.csv" and Path(moved.url).is_file()
    other = DataPaths(tmp_path / "elders").ensure()
    assert archive.fetch(other, source, moved).url == "https://opendata.cbs.nl/kwb.csv"
    by_web = mirrored(sources, "http://127.0.0.1:8000/")[source.bron].releases[0]
    assert by_web.url == "http://127.0.0.1:8000/opendata.cbs.nl/kwb.csv"
    assert mirrored(sources, str(tmp_path))[source.bron].releases[0] == online  # not in that folder: from the publisher
    with pytest.raises(CatalogueError, match=r"de map .*weg bestaat niet"):
        mirrored(sources, str(tmp_path / "weg"))
