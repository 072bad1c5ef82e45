"""`veerkracht begin`: what it asks for, keeps and refuses; the whole way from a publisher is in `tests/internet`."""

import shutil
from collections import namedtuple

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from orchestration import begin as begin_module
from orchestration.begin import Wish, begin
from orchestration.intake import Held, Intake
from veerkracht.errors import VeerkrachtError
from veerkracht.settings import load_settings
from veerkracht.sources.archive import Receipt
from veerkracht.sources.catalogue.loading import load_catalogue

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def asked(paths, monkeypatch):
    """Nothing is fetched or built: what was asked of intake and refresh is kept; two gemeenten have outlines."""
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    asked = {}
    source = load_catalogue([]).sources["cbs_grenzen"]
    newest = source.release("2024@wijkbuurtkaart-v2")
    receipt = Receipt(
        "cbs_grenzen", newest.release, newest.url, "x.zip", 1, "a" * 64, "2026-11-30T10:00:00+00:00", False
    )
    held = Held(source, newest.model_copy(update={"sha256": "a" * 64}), receipt)
    rows = [("gemeente", "GM0193", "Zwolle"), ("gemeente", "GM0034", "Almere"), ("buurt", "BU01930000", "Binnenstad")]
    folder = paths.raw("open", "cbs_grenzen", newest.release)
    folder.mkdir(parents=True)
    columns = dict(zip(("niveau", "gebiedscode", "gebiedsnaam"), map(list, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), folder / "gebieden.parquet")

    def bring_in(paths, publiek, vertrouwen, ask):
        asked["ask"] = ask
        return Intake(accepted=[held])

    monkeypatch.setattr(begin_module, "bring_in", bring_in)
    monkeypatch.setattr(begin_module, "accepted_outlines", lambda paths, catalogue: [held])
    monkeypatch.setattr(
        begin_module, "refresh", lambda paths, publiek, vertrouwen: asked.setdefault("refresh", vertrouwen)
    )
    return asked


def settings(paths):
    return load_settings(paths.catalogus)


def test_it_keeps_what_was_asked_and_shows_what_it_will_fetch(paths, asked, capsys):
    begin(paths, Wish(("zwolle", "GM0034"), vanaf=2018, zonder_atlas=True, ja=True))
    kept = settings(paths)
    assert kept.gemeenten == ("GM0034", "GM0193")
    assert (kept.ophalen, kept.vanaf, kept.zonder) == ("reeks", 2018, ("atlas",))
    told = capsys.readouterr().out
    assert "Op te halen:" in told and "leefbaarometer@2002-2024@lbm3-2024" in told and "Vrije schijf" in told
    assert "kwb-" not in told  # another carrier only when the first cannot be used
    assert "cbs_kerncijfers@2013" not in told  # before 2018 and not of the core
    assert asked["ask"]([]) is True and asked["refresh"] == "nooit"
    assert "Open in uw browser" in told and str(paths.publicatie("openbaar") / "actueel" / "index.html") in told


def test_without_choice_it_is_the_whole_country_and_the_core(paths, asked):
    begin(paths, Wish())
    kept = settings(paths)
    assert (kept.gemeenten, kept.ophalen, kept.zonder) == ((), "kern", ())


def test_what_the_user_wrote_in_the_settings_stays(paths, asked):
    paths.catalogus.mkdir()
    file = paths.catalogus / "instellingen.yaml"
    file.write_text("# van Jo\nedities_bewaren: 3  # schijf is klein\n")
    begin(paths, Wish(("Almere",), ja=True))
    assert "# van Jo" in file.read_text() and "schijf is klein" in file.read_text()
    assert settings(paths).edities_bewaren == 3


def test_an_unknown_gemeente_is_told_with_what_was_meant(paths, asked):
    with pytest.raises(VeerkrachtError, match=r"Gemeente `Zwole` staat niet in .* grenzen\. Bedoelde u Zwolle"):
        begin(paths, Wish(("Zwole",), ja=True))
    assert "refresh" not in asked


def test_an_unknown_region_is_told(paths, asked):
    with pytest.raises(VeerkrachtError, match=r"Regio `Twente` staat in geen regios\.csv"):
        begin(paths, Wish(regio="Twente", ja=True))


def test_a_full_disk_is_told_before_anything_is_fetched(paths, asked, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(9, 9, 2_000_000_000))
    with pytest.raises(VeerkrachtError, match=r"er is 2,0 GB vrij en 12 GB nodig"):
        begin(paths, Wish(ja=True))
    assert asked == {}


def test_nothing_accepted_says_what_to_do(paths, asked, monkeypatch):
    source = load_catalogue([]).sources["leefbaarometer"]
    one = source.release("2002-2024@lbm3-2024")
    receipt = Receipt("leefbaarometer", one.release, one.url, "x.zip", 1, "b" * 64, "2026-11-30T10:00:00+00:00", False)
    monkeypatch.setattr(begin_module, "bring_in", lambda *_, **__: Intake(unregistered=[Held(source, one, receipt)]))
    with pytest.raises(VeerkrachtError, match=r"(?s)niets aanvaard.*leefbaarometer@2002-2024.*begin --ja"):
        begin(paths, Wish(("Zwolle",)))
