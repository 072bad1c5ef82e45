"""Into the warehouse: one bad delivery stays outside with its reason, and the rest goes on; judged before accepted."""

import io
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration import intake, steps, trust
from orchestration.commands import sources as commands
from orchestration.intake import Held, Intake, accepted, report_lines, settled
from veerkracht.sources.catalogue import judgements
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.intake import ingest

BRON = "cbs_kerncijfers"


@pytest.fixture
def world(paths, sample, monkeypatch):
    """Catalogue with two years of figures: the first registered, the second new; their files may be spoiled."""
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    catalogue = load_catalogue([sample / "catalogus"])
    source = catalogue.sources[BRON]
    kept = []
    for one in [one for one in source.releases if one.layout == "v4_zip"][:2]:
        file = paths.root / f"{one.release}.zip"
        shutil.copy(one.url, file)
        kept.append(one.model_copy(update={"url": str(file), "sha256": one.sha256 if not kept else None}))
    small = source.model_copy(update={"releases": tuple(kept)})
    return replace(catalogue, sources={BRON: small})


def spoil(catalogue, content: bytes) -> None:
    """Other bytes for the second release."""
    Path(catalogue.sources[BRON].releases[1].url).write_bytes(content)


def a_zip(**texts: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return packed.getvalue()


def names(listed) -> list[str]:
    return [one.release.release for one in listed]


def test_what_is_new_is_judged_before_anybody_accepts_it_and_stays_out_of_raw(paths, world):
    first, second = world.sources[BRON].releases
    intake = steps.take_in(paths, world, "openbaar")
    assert names(intake.accepted) == [first.release]
    assert names(intake.unregistered) == [second.release]
    assert paths.raw("open", BRON, first.release).is_dir()
    assert not paths.raw("open", BRON, second.release).exists()
    assert judgements.known(paths, world.sources[BRON], second).passed
    assert settled(paths, intake) == intake


def test_accepted_bytes_are_admitted_without_being_read_again(paths, world, monkeypatch):
    intake = steps.take_in(paths, world, "openbaar")
    new = intake.unregistered[0]
    source = world.sources[BRON]
    releases = (source.releases[0], source.releases[1].model_copy(update={"sha256": new.receipt.sha256}))
    trusted = replace(world, sources={BRON: source.model_copy(update={"releases": releases})})
    monkeypatch.setattr(ingest, "reader_of", None)  # reading would fail
    intake = steps.take_in(paths, trusted, "openbaar")
    assert names(intake.accepted) == names(accepted(paths, trusted, "openbaar")) == [one.release for one in releases]
    assert not paths.wachtkamer("open", BRON, new.release.release).exists()


@pytest.mark.parametrize(
    ("content", "step"),
    [
        (b"<html>onderhoud</html>", "ophalen"),
        (b"", "ophalen"),
        (a_zip(Observations="Id;Waarde\n1;2\n"), "lezen"),
        (a_zip(iets="anders"), "lezen"),
    ],
)
def test_a_bad_delivery_is_left_out_and_the_good_one_goes_on(paths, world, content, step):
    spoil(world, content)
    intake = steps.take_in(paths, world, "openbaar")
    assert names(intake.accepted) == [world.sources[BRON].releases[0].release]
    assert [(one.release.release, one.step) for one in intake.left_out] == [
        (world.sources[BRON].releases[1].release, step)
    ]
    left = intake.left_out[0]
    assert left.name in left.line and len(left.line) < 600
    outcome = left.outcome()
    assert (outcome.controle, outcome.blocks, outcome.release) == ("release_weggelaten", False, left.release.release)


def test_a_refusal_is_kept_and_not_repeated(paths, world, monkeypatch):
    spoil(world, a_zip(iets="anders"))
    before = steps.take_in(paths, world, "openbaar")
    monkeypatch.setattr(ingest, "reader_of", None)  # reading would fail
    assert steps.take_in(paths, world, "openbaar").left_out == before.left_out
    assert settled(paths, before.plus(before)).accepted


def test_a_mistake_of_ours_leaves_one_release_out_and_is_tried_again(paths, world, monkeypatch):
    second, real = world.sources[BRON].releases[1], ingest.reader_of

    def broken(bron, release):
        return (lambda *_: 1 / 0) if release.release == second.release else real(bron, release)

    monkeypatch.setattr(ingest, "reader_of", broken)
    intake = steps.take_in(paths, world, "openbaar")
    assert names(intake.left_out) == [second.release] and "ZeroDivisionError" in intake.left_out[0].reason
    monkeypatch.undo()
    monkeypatch.setenv("VEERKRACHT_DATA", str(paths.root))
    assert names(steps.take_in(paths, world, "openbaar").unregistered) == [second.release]


def test_a_check_that_fails_takes_the_release_out_of_raw(paths, world, monkeypatch):
    first = world.sources[BRON].releases[0]
    steps.take_in(paths, world, "openbaar")
    assert paths.raw("open", BRON, first.release).is_dir()
    strict = world.settings.model_copy(update={"drift_blokkeert": 0.5})  # other thresholds: everything is judged again
    import expectations.raw
    from veerkracht.outcome import Outcome

    bad = Outcome("gx_raw", "proef", "blokkeert", False, BRON, first.release, toelichting="niets klopt")
    monkeypatch.setattr(expectations.raw, "check_release", lambda *_: [bad])
    intake = steps.take_in(paths, replace(world, settings=strict), "openbaar")
    assert intake.accepted == [] and not paths.raw("open", BRON, first.release).exists()
    assert {one.step for one in intake.left_out} == {"keuren"} and "niets klopt" in intake.left_out[0].reason


def test_a_refusal_by_drift_says_the_way_out_and_fits_its_line(paths, world, monkeypatch):
    import expectations.drift
    from veerkracht.outcome import Outcome

    limits = "onder 5% (waarschuwt), onder 25% (blokkeert), naast 2014@shape-2014-versie-30"
    bad = [
        Outcome("drift", "aantal gebieden", "blokkeert", False, BRON, "x", niveau, 0.9, limits, "12000 werd 17")
        for niveau in ("buurt", "wijk", "gemeente")
    ]
    monkeypatch.setattr(expectations.drift, "check_drift", lambda *_: bad)
    intake = steps.take_in(paths, world, "openbaar")
    assert intake.left_out
    for one in intake.left_out:
        assert "(buurt): 12000 werd 17" in one.line and "en nog 1" in one.line and "`volgt_op: geen`" in one.line
        assert len(one.reason) <= 500


@pytest.mark.parametrize(
    ("policy", "answer", "taken"),
    [("vragen", True, 1), ("vragen", False, 0), ("nooit", True, 0), ("eerste_keer", True, 0)],
)
def test_who_accepts_what_is_new(paths, world, policy, answer, taken):
    intake = steps.take_in(paths, world, "openbaar")
    asked = []

    def ask(new):
        asked.extend(new)
        return answer

    found = trust.settle(paths, world, intake.unregistered, policy, ask)
    assert len(found) == taken
    assert asked == (intake.unregistered if policy == "vragen" else [])
    file = paths.catalogus / f"{BRON}.yaml"
    assert file.is_file() == bool(taken)
    if taken:
        assert intake.unregistered[0].receipt.sha256 in file.read_text()


def test_at_the_first_time_what_came_over_tls_from_the_publisher_is_accepted(paths, world):
    one = steps.take_in(paths, world, "openbaar").unregistered[0]

    def settle(url: str, rechtstreeks: bool = True):
        came = replace(one, receipt=replace(one.receipt, url=url, rechtstreeks=rechtstreeks))
        return trust.settle(paths, world, [came], "eerste_keer", lambda new: False)

    assert settle("https://datasets.cbs.nl/csv/CBS/nl/82931NED", rechtstreeks=False) == []  # a mirror, or a file
    assert settle("https://elders.example.org/kwb.csv") == []
    assert settle("http://datasets.cbs.nl/csv/CBS/nl/82931NED") == []
    assert len(settle("https://datasets.cbs.nl/csv/CBS/nl/82931NED")) == 1
    text = (paths.catalogus / f"{BRON}.yaml").read_text()
    assert "veerkracht (eerste keer)" in text and "over TLS van datasets.cbs.nl" in text


def came_over_tls(one):
    """As if the publisher himself had sent it."""
    url = "https://datasets.cbs.nl/csv/CBS/nl/82931NED"
    return replace(one, receipt=replace(one.receipt, url=url, rechtstreeks=True))


def registered(paths, one, sha256: str | None = None) -> None:
    """A register of the user that knows the release with these or other bytes."""
    from veerkracht.sources.catalogue.register import FILE, KnownBytes, write_register

    row = KnownBytes.of(one.source, one.release, came_over_tls(one).receipt)
    paths.catalogus.mkdir(exist_ok=True)
    write_register(paths.catalogus / FILE, [row.model_copy(update={"sha256": sha256 or row.sha256})])


@pytest.mark.parametrize(("policy", "taken"), [("vragen", 1), ("eerste_keer", 1), ("nooit", 0)])
def test_bytes_that_the_register_knows_need_no_question(paths, world, policy, taken):
    one = steps.take_in(paths, world, "openbaar").unregistered[0]
    registered(paths, one)
    assert intake.otherwise_known(one) is None
    assert len(trust.settle(paths, world, [one], policy, lambda new: pytest.fail("nothing to ask"))) == taken
    if taken:
        assert "veerkracht (register)" in (paths.catalogus / f"{BRON}.yaml").read_text()


def test_where_nobody_can_be_asked_the_register_counts_all_the_same(paths, world, monkeypatch):
    from orchestration import refresh

    registered(paths, steps.take_in(paths, world, "openbaar").unregistered[0])
    monkeypatch.setattr(refresh, "load_catalogue", lambda: world)
    refresh.bring_in(paths, "openbaar", None, None)
    assert "veerkracht (register)" in (paths.catalogus / f"{BRON}.yaml").read_text()


def test_other_bytes_than_the_register_knows_are_a_question_with_what_differs(paths, world, monkeypatch, capsys):
    import typer

    from orchestration import refresh

    one = came_over_tls(steps.take_in(paths, world, "openbaar").unregistered[0])
    registered(paths, one, "ab" * 32)
    assert trust.settle(paths, world, [one], "eerste_keer", lambda new: True) == []
    monkeypatch.setattr(typer, "confirm", lambda text: False)
    assert trust.settle(paths, world, [one], "vragen", refresh._ask) == []
    told = capsys.readouterr().out
    assert f"het register kent andere bytes: sha256 {'ab' * 32}" in told and one.receipt.sha256 in told
    # where nobody sits at a terminal the last lines tell it too, and a yes to all does not count for it
    assert any("het register kent andere bytes" in line for line in report_lines(Intake(unregistered=[one])))
    monkeypatch.setattr(commands, "catalogue", lambda: world)
    (line,) = commands._decide("alle", None, None, "S. Tester", None)
    assert line.startswith(f"Niet aanvaard: {one.name}: het register kent andere bytes")
    (line,) = commands._decide("alle", None, None, "S. Tester", "de uitgever gebeld")
    assert line.startswith(f"Aanvaard: {one.name}")


@pytest.mark.parametrize("name", ["geen_bron@2024@x", f"{BRON}@2024@geen"])
def test_a_name_that_is_no_release_is_told(paths, world, monkeypatch, name):
    from veerkracht.errors import CatalogueError

    monkeypatch.setattr(commands, "catalogue", lambda: world)
    with pytest.raises(CatalogueError, match="staat niet"):
        list(commands._decide(name, None, None, "S. Tester", None))


def test_a_file_of_the_user_is_no_first_delivery_of_the_publisher(paths, world, tmp_path):
    """What stands in for an address has that address on its receipt, for where it is from."""
    from veerkracht.sources import archive

    source = world.sources[BRON]
    release = source.releases[1].model_copy(update={"spiegel_van": "https://datasets.cbs.nl/csv/CBS/nl/82931NED"})
    receipt = archive.fetch(paths, source, release)
    assert receipt.url == release.spiegel_van and not receipt.rechtstreeks
    later = Held(source, release.model_copy(update={"spiegel_van": None, "url": release.spiegel_van}), receipt)
    assert trust.settle(paths, world, [later], "eerste_keer", lambda new: False) == []


def test_the_register_knows_a_release_by_the_names_it_had(paths, world):
    one = steps.take_in(paths, world, "openbaar").unregistered[0]
    registered(paths, one)
    renamed = one.release.model_copy(
        update={"release": "2025@nieuw", "jaren": (2025,), "heette": (one.release.release,)}
    )
    assert intake.otherwise_known(replace(one, release=renamed)) is None
    assert intake.otherwise_known(replace(one, release=renamed.model_copy(update={"heette": ()}))) is None
    registered(paths, one, "ab" * 32)
    assert intake.otherwise_known(replace(one, release=renamed)).sha256 == "ab" * 32


def test_what_came_from_a_publisher_is_written_as_a_register(paths, world, tmp_path, monkeypatch):
    from veerkracht.errors import CatalogueError
    from veerkracht.sources.catalogue.register import FILE, load_register, write_register

    held = steps.take_in(paths, world, "openbaar").accepted[0]
    assert trust.to_register(paths, world) == []  # it came from a file
    monkeypatch.setattr(trust, "accepted", lambda *_: [came_over_tls(held)])
    file = write_register(tmp_path / FILE, trust.to_register(paths, world))
    text = file.read_text()
    assert text.splitlines()[0] == "bron;release;sha256;bytes;adres;gezien" and held.receipt.sha256 in text
    assert [row.sha256 for row in load_register([tmp_path])[BRON, held.release.release]] == [held.receipt.sha256]
    file.write_text(text.replace(held.receipt.sha256, "kort"))
    with pytest.raises(CatalogueError, match=r"register\.csv:2: `sha256` moet 64 tekens"):
        load_register([tmp_path])


def test_the_register_of_the_package_names_releases_of_the_package():
    from veerkracht.sources.catalogue.register import load_register

    known = {(source.bron, one.release) for source in load_catalogue([]).sources.values() for one in source.releases}
    assert set(load_register([])) <= known
