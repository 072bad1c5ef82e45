"""Behind a company's proxy with a CA of its own: the environment is followed, and what is wrong with it is told."""

import pytest

from tests.internet.proxy import Internet
from tests.publisher_server import make_zip
from veerkracht.errors import ArchiveError
from veerkracht.sources import archive
from veerkracht.sources.archive import FetchLimits
from veerkracht.sources.catalogue.loading import load_catalogue

FAST = FetchLimits(connect=2, read=1, deadline=20, attempts=3, wait_first=0.01, wait_longest=0.05)
PATH = "/datasets.cbs.nl/csv/CBS/nl/84286NED"


@pytest.fixture
def internet(tmp_path, at_work):
    """One address, behind a proxy."""
    made = Internet(tmp_path / "ca")
    made.file(PATH, make_zip({"Observations.csv": "Id;Measure\n1;T001036\n"}))
    at_work(made)
    yield made
    made.close()


def fetch(paths):
    source = load_catalogue([]).sources["cbs_kerncijfers"]
    return archive.fetch(paths, source, source.release("2018@84286NED"), limits=FAST)


def refused(paths) -> str:
    with pytest.raises(ArchiveError) as caught:
        fetch(paths)
    return str(caught.value)


def test_proxy_and_ca_of_the_environment_are_used(paths, internet):
    assert fetch(paths).url == "https://datasets.cbs.nl/csv/CBS/nl/84286NED"
    assert len(internet.requests(PATH)) == 1


def test_a_ca_that_nobody_knows_is_told_with_the_way_out_and_not_tried_again(paths, internet, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    told = refused(paths)
    assert "het certificaat is ongeldig of van een onbekende CA (unable to get local issuer" in told
    assert "SSL_CERT_FILE op een bestand met het CA-certificaat van uw organisatie" in told
    assert "Proxy en eigen CA" in told and "docs/voor-it.md" in told
    assert internet.requests(PATH) == []
    assert internet.asked == ["datasets.cbs.nl"]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (407, "Zet gebruikersnaam en wachtwoord in HTTPS_PROXY"),
        (403, "Vraag uw IT-afdeling om datasets.cbs.nl toe te laten"),
        (502, "niet te bereiken: 502 Bad Gateway. Probeer het later opnieuw"),
    ],
)
def test_a_proxy_that_lets_nothing_through_says_so(paths, internet, status, told):
    internet.down["datasets.cbs.nl"] = status
    assert told in refused(paths)
    assert len(internet.asked) <= FAST.attempts_connect


def test_a_proxy_that_is_not_there_is_named_without_its_password(paths, monkeypatch, internet):
    monkeypatch.setenv("HTTPS_PROXY", "http://piet:geheim@127.0.0.1:9")
    told = refused(paths)
    assert "via de proxy van uw netwerk (127.0.0.1:9) niet te bereiken" in told
    assert "geheim" not in told


@pytest.mark.parametrize("proxy", ["ftp://proxy.voorbeeld.nl", "socks5://127.0.0.1:9"])
def test_an_address_that_is_no_proxy_is_told(paths, monkeypatch, internet, proxy):
    monkeypatch.setenv("HTTPS_PROXY", proxy)
    assert "De proxy die HTTPS_PROXY of ALL_PROXY noemt, is niet te gebruiken" in refused(paths)


@pytest.mark.parametrize("content", [None, "geen certificaat"])
def test_a_file_without_certificates_is_told(paths, monkeypatch, internet, tmp_path, content):
    file = tmp_path / "bedrijf.pem"
    if content:
        file.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    assert f"SSL_CERT_FILE={file}: dit bestand is niet te lezen of bevat geen certificaten" in refused(paths)
