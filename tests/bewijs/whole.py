"""A fictitious country built whole by the product's own chain up to the marts, and what its maps of change claim."""

import json
import shutil
import sys
from pathlib import Path

from orchestration.claims import SAMPLE, claims_of
from tests.benchmarks.measure import Measurement, measure
from tests.bewijs.code import fingerprint
from tests.bewijs.outcome import Outcome, above, at_most, below
from veerkracht.claims.records import MapClaims
from veerkracht.errors import VeerkrachtError
from veerkracht.paths import CODE, DataPaths
from veerkracht.sample.plannen import Waarheid

COMMAND = (sys.executable, "-m", "orchestration.cli")
MADE_BY = ("veerkracht/sample",)  # the code that decides what a sample is
LAST = "LEESMIJ.txt"  # the file of a sample that is written when all others are
Claims = dict[tuple[str, str], MapClaims]  # by map and level


def build(folder: Path, waarheid: Waarheid, gemeenten: int = 8) -> list[Measurement]:
    """Sample, intake, dbt, statistics and marts, as a refresh makes them; no products.

    A sample that this code made there before is used again, and one that `voorbeeld` is a link to; else all that
    `folder` holds goes.
    Raises CalledProcessError with what a step printed, VeerkrachtError when the sample there has another truth.
    """
    folder = folder.resolve()
    sample, name, cost = folder / SAMPLE, f"{waarheid} of {gemeenten} gemeenten", []
    mark, code = folder / "voorbeeld.code", fingerprint(MADE_BY)
    own = sample.is_symlink() or (mark.is_file() and mark.read_text("utf-8") == code)
    if not (own and (sample / LAST).is_file()):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        command = [*COMMAND, "sample", "--uit", sample, "--gemeenten", str(gemeenten), "--waarheid", waarheid]
        cost.append(measure(f"sample {name}", command, log=folder / "sample.txt", where=CODE))
        mark.write_text(code, "utf-8")
    told = json.loads((sample / "waarheid.json").read_text("utf-8"))
    if told.get("waarheid", Waarheid.gepland) != waarheid:
        raise VeerkrachtError(f"{sample}: this is no country with the truth {waarheid}")
    names = {"VEERKRACHT_DATA": str(folder), "VEERKRACHT_CATALOGUS": str(sample / "catalogus")}
    command = [sys.executable, "-m", "tests.orchestration.marts", folder, sample / "catalogus"]
    cost.append(measure(f"marts {name}", command, env=names, log=folder / "marts.txt", where=CODE))
    return cost


def claims(folder: Path) -> Claims:
    """What each map of change claims in the country that was built there; of several builds the last."""
    files = DataPaths(folder).publicatie("openbaar").glob(".kandidaat-*/veerkracht.duckdb")
    database = max(files, key=lambda file: file.stat().st_mtime)
    return {(one.kaart_id, one.niveau): one for one in claims_of(database, folder / SAMPLE)}


def grey(found: Claims) -> list[Outcome]:
    """Where only vulnerability changes, maps of nuisance and resilience stay grey, and what did change is seen."""
    outcomes = []
    for (kaart, niveau), one in sorted(found.items()):
        if kaart in ("6", "8", "9"):
            likely = one.aandeel_gekleurd - one.aandeel_duidelijk
            outcomes.append(at_most(f"map {kaart}, {niveau}: duidelijk", one.aandeel_duidelijk, 0.01))
            outcomes.append(at_most(f"map {kaart}, {niveau}: waarschijnlijk", likely, 0.02))
    four = found["4", "buurt"]
    outcomes.append(above("map 4, buurt: coloured, what did change", four.aandeel_gekleurd, 0.25))
    if four.waarheid is not None and four.waarheid.gekleurd_verkeerd is not None:
        outcomes.append(at_most("map 4, buurt: coloured with the wrong sign", four.waarheid.gekleurd_verkeerd, 0.03))
    return outcomes


def both_rose(found: Claims) -> Outcome:
    """Hardly anybody is expected to live where vulnerability and nuisance both rose: in truth nobody does."""
    both = found["7", "buurt"].beide
    assert both is not None and both.waar == 0
    return below("map 7, buurt: inhabitants expected where both rose", both.verwacht / both.van, 0.01)
