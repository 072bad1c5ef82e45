"""Partial worlds as files of publishers: those of the sample with rows taken out, and a catalogue that lists them."""

import csv
import hashlib
import io
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import geopandas
import openpyxl
import yaml

from tests.dbt_project.world import PROJECT
from tests.invariants import Broken, broken
from tests.worlds.drawing import BOUNDARIES, Cut, Partial
from veerkracht import levels
from veerkracht.edition.reading import Edition
from veerkracht.paths import DataPaths
from veerkracht.products import register

CODE = re.compile(r"\b(BU|WK|GM)(\d{4})")  # measures of CBS are called GM000C
LEVELS = {"BU": "buurt", "WK": "wijk", "GM": "gemeente"}
OBSERVATIONS, PROPERTIES = "Observations.csv", "Properties.csv"  # of a zip of CBS
LEFT_OUT = "release(s) niet in de editie:"
SENTENCE = 1500  # signs: what is more is no clear sentence
RECORD = re.compile(r'\{"[^{}]*\}')


@dataclass(frozen=True)
class Outcome:
    """What came of a world: an edition with all products (`missing`: files that are not there) and which rules it
    breaks; or else no edition. `said`: the last words of the command, of an edition which releases it left out."""

    edition: bool
    missing: list[str]
    broken: list[Broken]
    said: str

    @property
    def fault(self) -> str | None:
        """What is wrong with it in words; None when all is well."""
        if self.missing or self.broken:
            return "; ".join(
                [f"absent: {', '.join(self.missing)}"] * bool(self.missing) + [str(b) for b in self.broken]
            )
        if not self.edition and ("Traceback" in self.said or not 0 < len(self.said) <= SENTENCE):
            return self.said[-SENTENCE:] or "no edition and no word"
        return None


def run(sample: Path, world: Partial, folder: Path) -> Outcome:
    """Write the world of a sample to `folder`, and refresh on it as a user does."""
    catalogue, data = write(sample, world, folder / "wereld"), DataPaths(folder / "data").ensure()
    command = [sys.executable, "-m", "orchestration.cli", "--data", str(data.root), "--catalogus", str(catalogue)]
    names = {k: v for k, v in os.environ.items() if k not in ("DAGSTER_HOME", "VEERKRACHT_DATA")}
    done = subprocess.run(
        [*command, "refresh"], env=names, cwd=PROJECT.parent, capture_output=True, text=True, timeout=1800
    )
    edition = data.publicatie("openbaar") / "actueel"
    if done.returncode or not edition.exists():
        return Outcome(False, [], [], _last_words(done.stdout, done.stderr))
    return Outcome(True, _missing(edition), list(broken_rules(data)), done.stdout.partition(LEFT_OUT)[2].strip())


def _last_words(stdout: str, stderr: str) -> str:
    """What the command said when it stopped: without its progress."""
    lines = [line for line in stderr.splitlines() if not line.startswith(("ophalen (", "klaar ("))]
    return "\n".join(lines).strip() or stdout.strip()


def _missing(edition: Path) -> list[str]:
    """Files without which nothing may go out, and of an edition with maps outputs per gemeente that no gemeente has."""
    drawn = [niveau for niveau in levels.known().drawn if (edition / f"kaarten/veerkracht_{niveau}.gpkg").is_file()]
    files = [name for name in register.expected("openbaar", drawn) if not (edition / name).is_file()]
    with Edition(edition) as opened:
        outlines = opened.outlines(levels.GEMEENTE)  # all of them may lie abroad
        is_drawn = outlines is not None and (outlines["water"] != "buitenland").any()
        has_maps = is_drawn and opened.rows("select 1 from dim_periode limit 1") != []
    per_gemeente = [file.name for one in register.outputs("openbaar") for file in one.files if file.per_gemeente]
    return [*files, *(name for name in per_gemeente if has_maps and not any((edition / name).parent.glob("GM*")))]


def broken_rules(data: DataPaths) -> Iterable[Broken]:
    """Rules that the build breaks, by its work database."""
    with duckdb.connect(str(data.werk_database("openbaar")), read_only=True) as con:
        con.execute("set search_path = 'main,tussen,staging,seeds'")
        for name, files in (
            ("levering_waarnemingen", data.root / "raw/*/*/waarnemingen.parquet"),
            ("gebieden_lijst", data.gebiedenlijst / "*.parquet"),
            ("gebieden_gewichten", data.gewichten / "*.parquet"),
            ("gebieden_wijzigingen", data.wijzigingen / "*.parquet"),
        ):
            con.execute(f"create temp view {name} as from read_parquet('{files}')")
        yield from broken(lambda sql: con.execute(sql).fetchall())


def write(sample: Path, world: Partial, folder: Path) -> Path:
    """The catalogue of the world, its files beside it."""
    catalogue = folder / "catalogus"
    catalogue.mkdir(parents=True)
    (catalogue / "catalogus.yaml").write_bytes((sample / "catalogus" / "catalogus.yaml").read_bytes())
    for bron in sorted({cut.bron for cut in world.cuts}):
        told = yaml.safe_load((sample / "catalogus" / f"{bron}.yaml").read_text("utf-8"))
        cuts = {cut.release: cut for cut in world.cuts if cut.bron == bron}
        listed = [one for one in told["releases"] if one["release"] in cuts]
        told["releases"] = []
        for one in listed:
            file = folder / bron / Path(one["url"]).name
            file.parent.mkdir(exist_ok=True)
            cut_file((sample / "catalogus" / one["url"]).resolve(), cuts[one["release"]], file)
            if not file.is_file():  # outlines of nothing
                continue
            told["releases"].append(one)
            one |= {"url": f"../{bron}/{file.name}", "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
            one |= {"volgt_op": "geen"}  # what somebody who delivers a part says of it
        (catalogue / f"{bron}.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), "utf-8")
    (catalogue / "instellingen.yaml").write_text(f"referentie: geladen_gebieden\ndoel_indeling: {world.doel}\n")
    return catalogue


def cut_file(whole: Path, cut: Cut, file: Path) -> None:
    """The file with only the rows that the world has; of a kind that cannot be cut all of it."""
    if whole.suffix == ".gpkg":
        _cut_outlines(whole, cut, file)
    elif whole.suffix == ".zip" and cut.bron != BOUNDARIES:
        _cut_zip(whole, cut, file)
    elif whole.suffix == ".xlsx":
        _cut_workbook(whole, cut, file)
    elif whole.suffix == ".csv":
        file.write_bytes(_cut_lines(whole.read_bytes(), cut))
    else:
        file.write_bytes(whole.read_bytes())


def _keeps(text: str, cut: Cut) -> bool:
    """Whether a row with this text stays: that of an area by its own code, the last that it names; others always."""
    found = CODE.findall(text)
    if not found:
        return True
    kind, gemeente = found[-1]
    return gemeente in cut.gemeenten and LEVELS[kind] in cut.niveaus


def _cut_lines(content: bytes, cut: Cut) -> bytes:
    lines = content.decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if _keeps(line, cut)).encode()


def _cut_records(content: bytes, cut: Cut) -> bytes:
    """JSON of a service: the records in `value`."""
    head, bracket, rest = content.decode("utf-8").partition("[")
    records, _, tail = rest.rpartition("]")
    kept = (record for record in RECORD.findall(records) if _keeps(record, cut))
    return f"{head}{bracket}{','.join(kept)}]{tail}".encode()


def _cut_zip(whole: Path, cut: Cut, file: Path) -> None:
    """The zip with fewer rows, and what it says of their number along with it: else it would be a truncated one."""
    ways: dict[str, Callable[[bytes, Cut], bytes]] = {".csv": _cut_lines, ".json": _cut_records}
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()}
        kept = {name: ways.get(Path(name).suffix, lambda content, cut: content)(parts[name], cut) for name in parts}
        if OBSERVATIONS in kept:
            kept[PROPERTIES] = _with_count(kept[PROPERTIES], len(kept[OBSERVATIONS].splitlines()) - 1)
        for name, content in kept.items():
            new.writestr(name, content)


def _with_count(properties: bytes, rows: int) -> bytes:
    """Properties of a table that has so many observations."""
    told = list(csv.DictReader(io.StringIO(properties.decode("utf-8")), delimiter=";"))
    written = io.StringIO()
    writer = csv.DictWriter(written, list(told[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, "ObservationCount": rows} for row in told)
    return written.getvalue().encode()


def _cut_workbook(whole: Path, cut: Cut, file: Path) -> None:
    book = openpyxl.load_workbook(whole)
    for sheet in book.worksheets:
        rows = [row for row in sheet.iter_rows(values_only=True) if _keeps(" ".join(map(str, row)), cut)]
        sheet.delete_rows(1, sheet.max_row)
        for row in rows:
            sheet.append(row)
    book.save(file)


def _cut_outlines(whole: Path, cut: Cut, file: Path) -> None:
    for layer in geopandas.list_layers(whole)["name"]:
        frame, level = geopandas.read_file(whole, layer=layer), layer.removesuffix("en")
        if level not in cut.niveaus:
            continue
        key = f"{level}code"
        frame = frame[frame[key].str[2:6].isin(cut.gemeenten)]
        if level == "buurt" and cut.buurten:
            frame = frame.sort_values(key).head(cut.buurten)
        names = [name for name in frame.columns if name.endswith("naam")]
        if not cut.named:
            frame = frame.assign(**dict.fromkeys(names))
        if len(frame):
            frame.to_file(file, layer=layer, driver="GPKG")
