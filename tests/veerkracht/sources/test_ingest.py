"""From archive to raw Parquet: made once, whole, in one order; doubles refused, exceptions applied."""

import hashlib
import multiprocessing

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.veerkracht.sources import leveringen as lev
from veerkracht import schemas
from veerkracht.errors import ArchiveError, DeliveryError
from veerkracht.sources import archive
from veerkracht.sources.folders import folders, reader_module
from veerkracht.sources.intake import ingest
from veerkracht.sources.intake.reader_version import _files, reader_version
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.delivery import Delivery

BRON = lev.bron()


@pytest.fixture
def kwb(tmp_path, paths):
    """A received release of the Kerncijfers."""
    path = lev.zip_met(tmp_path / "85984NED.zip", lev.v4_leden())
    release = lev.release("v4_zip", url=str(path))
    archive.fetch(paths, BRON, release)
    return release


def lees(folder, name="waarnemingen") -> pa.Table:
    return pq.read_table(folder / f"{name}.parquet")


def hashes(folder) -> dict[str, str]:
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())}


def test_folder_with_three_tables_in_their_schemas(paths, kwb):
    folder = ingest.ingest(paths, BRON, kwb)
    assert folder == paths.raw("open", "cbs_kerncijfers", "2024@proef")
    assert sorted(file.name for file in folder.iterdir()) == [
        "feiten.parquet",
        "gebieden.parquet",
        "raw.json",
        "waarnemingen.parquet",
    ]
    assert lees(folder).schema.equals(schemas.WAARNEMINGEN)
    assert lees(folder, "gebieden").schema.equals(schemas.GEBIEDEN)
    assert lees(folder, "feiten").schema.equals(schemas.FEITEN)


def test_rows_stand_in_one_order(paths, kwb):
    rows = [(r["kolom"], r["niveau"], r["gebiedscode"]) for r in lees(ingest.ingest(paths, BRON, kwb)).to_pylist()]
    assert rows == sorted(rows)
    assert len(rows) == 13


def test_second_time_nothing_is_done(paths, kwb):
    folder = ingest.ingest(paths, BRON, kwb)
    before = (folder / "waarnemingen.parquet").stat()
    assert ingest.is_ingested(paths, BRON, kwb)
    ingest.ingest(paths, BRON, kwb)
    assert (folder / "waarnemingen.parquet").stat().st_mtime_ns == before.st_mtime_ns


def test_another_reader_or_meaning_reads_again(paths, kwb, monkeypatch):
    ingest.ingest(paths, BRON, kwb)
    assert not ingest.is_ingested(paths, BRON, kwb.model_copy(update={"indeling": 2019}))
    anders = kwb.model_copy(update={"url": "https://elders.example/x.zip", "aanvaard_reden": "nagekeken"})
    assert ingest.is_ingested(paths, BRON, anders)
    monkeypatch.setattr(ingest, "reader_version", lambda module: "anders")
    assert not ingest.is_ingested(paths, BRON, kwb)


def test_equal_input_gives_equal_bytes(paths, kwb, monkeypatch):
    eerst = hashes(ingest.ingest(paths, BRON, kwb))
    monkeypatch.setattr(ingest, "is_ingested", lambda *_: False)
    assert hashes(ingest.ingest(paths, BRON, kwb)) == eerst


def test_not_received(paths):
    with pytest.raises(ArchiveError, match="nog niet opgehaald"):
        ingest.ingest(paths, BRON, lev.release("v4_zip", url="x.zip"))
    assert not ingest.is_ingested(paths, BRON, lev.release("v4_zip", url="x.zip"))


def test_bytes_that_changed_in_the_archive(paths, kwb):
    archive.received_file(paths, BRON, kwb).write_bytes(b"anders")
    with pytest.raises(ArchiveError, match="is veranderd sinds de ontvangst"):
        ingest.ingest(paths, BRON, kwb)


def test_exceptions_give_a_gemeente_its_own_vintage(paths, kwb):
    release = kwb.model_copy(update={"uitzonderingen": {"GM0034": 2019}, "bewijs": "codes van 2019"})
    folder = ingest.ingest(paths, BRON, release)
    for name in ("waarnemingen", "gebieden"):
        assert {(r["gebiedscode"], r["indeling"]) for r in lees(folder, name).to_pylist()} == {
            (code, 2024 if code == "NL00" else 2019) for code, *_ in lev.GEBIEDEN
        }


# ---- readers of our own making


def levering(bron, release, codes=("BU00340101",), **anders) -> Delivery:
    """A delivery of one column, with what `anders` says in another way."""
    n = len(codes)
    columns = {"jaar": release.jaren[0], "kolom": "a_inw", "waarde": pa.array(["5"] * n)} | anders
    niveaus = pa.array(["buurt"] * n)
    rows = tables.waarnemingen(bron, release, n, gebiedscode=pa.array(codes), niveau=niveaus, **columns)
    gebieden = tables.gebieden(bron, release, pa.array(codes), niveaus, jaar=release.jaren[0])
    return Delivery(rows, gebieden, tables.feiten(bron, release, []))


@pytest.fixture
def met_lezer(monkeypatch, kwb, paths):
    """ingest with a reader of the test's own."""

    def inlezen(lezer, bron=BRON, release=kwb):
        monkeypatch.setattr(ingest, "reader_of", lambda bron, release: lezer)
        return ingest.ingest(paths, bron, release)

    return inlezen


def test_year_that_the_release_does_not_promise(met_lezer):
    with pytest.raises(
        DeliveryError, match=r"85984NED.zip: bevat de jaren \[2023\], die release 2024@proef niet belooft"
    ):
        met_lezer(lambda file, bron, release: levering(bron, release, jaar=2023))


def test_figure_twice(met_lezer, paths):
    with pytest.raises(DeliveryError) as error:
        met_lezer(lambda *args: levering(*args[1:], codes=("BU00340101", "BU00340101"), waarde=pa.array(["1045", "5"])))
    assert str(error.value).startswith(
        "85984NED.zip: gebied BU00340101 heeft in 2024 meer dan één cijfer in kolom 'a_inw'; in totaal 1 dubbele"
    )
    assert "1045" not in str(error.value)
    assert not paths.raw("open", "cbs_kerncijfers", "2024@proef").exists()


def test_area_described_twice(met_lezer):
    def lezer(file, bron, release):
        good = levering(bron, release)
        return Delivery(good.waarnemingen, pa.concat_tables([good.gebieden, good.gebieden]), good.feiten)

    with pytest.raises(DeliveryError, match="gebied BU00340101 staat er in 2024 twee keer in"):
        met_lezer(lezer)


@pytest.mark.parametrize("anders", [{"niveau": "provincie"}, {"kolom": None}])
def test_mistakes_of_a_reader_keep_their_traceback(met_lezer, anders):
    def lezer(file, bron, release):
        good = levering(bron, release)
        rows = good.waarnemingen
        for name, value in anders.items():
            type_ = rows.schema.field(name).type
            rows = rows.set_column(rows.schema.get_field_index(name), name, pa.array([value], pa.string()).cast(type_))
        return Delivery(rows, good.gebieden, good.feiten)

    with pytest.raises(TypeError, match="reader of cbs_kerncijfers gave"):
        met_lezer(lezer)


def test_wrong_schema_is_a_mistake_of_ours(met_lezer):
    def lezer(file, bron, release):
        good = levering(bron, release)
        return Delivery(good.waarnemingen.drop_columns("titel"), good.gebieden, good.feiten)

    with pytest.raises(TypeError, match="instead of"):
        met_lezer(lezer)


def test_attachments_are_written_too(met_lezer):
    geopandas = pytest.importorskip("geopandas")
    from shapely.geometry import box

    grenzen = geopandas.GeoDataFrame({"gebiedscode": ["BU1"]}, geometry=[box(0, 0, 1, 1)], crs=28992)

    def lezer(file, bron, release):
        good = levering(bron, release)
        bijlagen = {"adressen": pa.table({"postcode": ["1234AB"]}), "grenzen_buurt": grenzen}
        return Delivery(good.waarnemingen, good.gebieden, good.feiten, bijlagen)

    folder = met_lezer(lezer)
    assert lees(folder, "adressen").to_pylist() == [{"postcode": "1234AB"}]
    assert geopandas.read_parquet(folder / "grenzen_buurt.parquet").crs.to_epsg() == 28992


def test_failure_while_writing_leaves_the_old_folder(met_lezer, paths, monkeypatch):
    folder = met_lezer(lambda file, bron, release: levering(bron, release))
    before = hashes(folder)

    def vol(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(ingest, "is_ingested", lambda *_: False)
    monkeypatch.setattr(pq, "write_table", vol)
    with pytest.raises(DeliveryError, match="kan niet worden geschreven: No space left on device"):
        met_lezer(lambda file, bron, release: levering(bron, release, waarde=pa.array(["6"])))
    assert hashes(folder) == before
    assert not (paths.root / "raw" / ".bezig").exists()


def test_folder_is_made_anew_as_a_whole(met_lezer, paths, monkeypatch):
    folder = met_lezer(lambda file, bron, release: levering(bron, release))
    (folder / "grenzen_wijk.parquet").write_bytes(b"van een oudere lezer")
    monkeypatch.setattr(ingest, "is_ingested", lambda *_: False)
    met_lezer(lambda file, bron, release: levering(bron, release, waarde=pa.array(["6"])))
    assert lees(folder)["waarde"].to_pylist() == ["6"]
    assert not (folder / "grenzen_wijk.parquet").exists()


def test_restricted_lies_apart_and_closed(met_lezer, paths, tmp_path):
    bron = lev.bron("cbs_microdata", toegang="beperkt")
    (paths.drop / "cbs_microdata").mkdir()
    (paths.drop / "cbs_microdata" / "levering.csv").write_text("gebiedscode\nBU00340101\n")
    release = lev.release("contract_csv", url=None, drop="levering.csv")
    archive.fetch(paths, bron, release)
    folder = met_lezer(lambda file, bron, release: levering(bron, release), bron, release)
    assert folder.is_relative_to(paths.beperkt)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert not (paths.root / "raw" / "cbs_microdata").exists()


def _in_another_process(paths, release):
    ingest.ingest(paths, BRON, release)


def test_two_processes_at_once(paths, kwb):
    context = multiprocessing.get_context("fork")
    processen = [context.Process(target=_in_another_process, args=(paths, kwb)) for _ in range(2)]
    for proces in processen:
        proces.start()
    for proces in processen:
        proces.join(60)
    assert [proces.exitcode for proces in processen] == [0, 0]
    assert ingest.is_ingested(paths, BRON, kwb)


def test_version_of_a_reader_covers_what_it_imports():
    names = {"/".join(file.parts[-2:]) for file in _files("veerkracht.sources.cbs_kerncijfers.reader").values()}
    own = {"cbs_kerncijfers/reader.py", "cbs_kerncijfers/jaren.yaml"}
    assert own | {"seeds/geen_cijfer.csv", "readers/codes.py", "readers/workbook.py", "veerkracht/schemas.py"} <= names
    assert not names & {"leefbaarometer/reader.py", "cbs_kerncijfers/catalogus.yaml"}
    modules = {reader_module(bron) for bron in (*folders(), "eigen_x")}
    assert len({reader_version(module) for module in modules}) == len(modules)


def test_what_a_library_cannot_read_is_told_in_words(met_lezer):
    """And a mistake of ours keeps its traceback."""
    import json

    with pytest.raises(DeliveryError, match=r"85984NED.zip kan niet worden gelezen \(Expecting value.*opnieuw op: "):
        met_lezer(lambda *args: json.loads("kapot"))
    with pytest.raises(DeliveryError, match="kan niet worden gelezen"):
        met_lezer(lambda *args: b"\xff".decode())
    with pytest.raises(ZeroDivisionError):
        met_lezer(lambda *args: 1 // 0)


def test_a_long_message_keeps_its_begin_and_its_end(met_lezer):
    def lezer(file, bron, release):
        raise DeliveryError("kwb.csv: " + "kolom, " * 300 + "gezien. Vink Codering aan.")

    with pytest.raises(DeliveryError) as error:
        met_lezer(lezer)
    told = str(error.value)
    assert len(told) <= 500 and told.startswith("kwb.csv: kolom") and told.endswith("Vink Codering aan.")
