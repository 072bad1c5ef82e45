"""Every change and what may be said of it: `ruis`, `verandering`, `model`, `ijking`, and the gemeenten of `spreiding`.

Series of the marts → noise per indicator (`ruis`) → differences with their variance (`gather`) → model and posterior
(`judging`, `together`) → rows. One posterior for every change (method.md §4 and §5); random numbers only in the null
run (`ijking`).
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.statistics.frames import Record
from veerkracht.statistics.verandering import rows, together
from veerkracht.statistics.verandering.changes import Change
from veerkracht.statistics.verandering.gather import ONV, Gatherer, K
from veerkracht.statistics.verandering.gemeenten import Gemeenten
from veerkracht.statistics.verandering.ijking import null_run
from veerkracht.statistics.verandering.judging import Judged, judge
from veerkracht.statistics.world import StatWorld

if TYPE_CHECKING:
    import pandas as pd

TARGET = "select doel_indeling from staging.stg_bouw"
Save = Callable[["pd.DataFrame"], None]


def write(world: StatWorld) -> None:
    """Write the files; what is said of gemeenten begins the file `spreiding`, to which later steps add."""
    gatherer = Gatherer(world)
    with world.adding("verandering") as save:
        scribe = _Scribe(world, gatherer, save)
        for measures in gatherer.maps():
            scribe.maps(measures)
        for change in gatherer.others():
            scribe.other(change)
    world.save("ruis", gatherer.rows())
    world.save("model", scribe.models)
    world.save("ijking", scribe.ijking)
    world.save("spreiding", scribe.gemeenten)


class _Scribe:
    """Judges changes and writes down what comes out; gemeenten from the smallest level on the target boundaries."""

    def __init__(self, world: StatWorld, gatherer: Gatherer, save: Save):
        self._world, self._gatherer, self._save, self._units = world, gatherer, save, Gemeenten(world)
        self._ground = levels.known().on_maps[0], int(world.query(TARGET)["doel_indeling"].iloc[0])
        self._last = ""
        self.models: list[Record] = []
        self.ijking: list[Record] = []
        self.gemeenten: list[Record] = []

    def maps(self, measures: dict[str, Change]) -> None:
        """All measures of the maps of one scope."""
        first = next(iter(measures.values()))
        scope, count = first.scope, max(int(change.usable.sum()) for change in measures.values())
        self._world.tell(f"verandering: {scope.niveau} {scope.jaar_van}-{scope.jaar_tot}, {count} gebieden")
        judged = {maat: self._judged(change) for maat, change in measures.items()}
        for one in list(judged.values()):
            same = self._gatherer.same(one.change)
            if same is not None:
                self._write_down(replace(one, change=same))
        if ONV in judged:
            self._onv(judged[ONV])
        if ONV in judged and K in judged:
            self._pair(judged[ONV], judged[K])
        self.ijking.extend(null_run(measures, self._world.settings))

    def other(self, change: Change) -> None:
        """An indicator in a period of its own."""
        if change.maat != self._last:
            self._last = change.maat
            self._world.tell(f"verandering van {change.maat}, in alle perioden")
        judged = self._judged(change)
        if change.maat == ONV:
            self._onv(judged)

    def _judged(self, change: Change) -> Judged:
        judged = judge(change, self._world.settings)
        self._write_down(judged)
        return judged

    def _write_down(self, judged: Judged) -> None:
        self._save(rows.of_change(judged, self._world.settings))
        self.models.append(rows.model(judged))

    def _onv(self, judged: Judged) -> None:
        if judged.change.scope[:2] == self._ground:
            self.gemeenten.extend(self._units.onv(judged))

    def _pair(self, onv: Judged, k: Judged) -> None:
        settings = self._world.settings
        pair = together.both(onv, k)
        self._save(rows.of_concurrence(pair, together.concurrence(pair, settings)))
        found, why = together.resilient(pair, settings)
        for relative in (False, True):
            shown = None if found is None else together.shown(pair, found, relative, settings)
            self._save(rows.of_resilience(pair, found, shown, relative, why, settings))
        self.models.append(rows.model_of_resilience(pair, found, why))
        if onv.change.scope[:2] == self._ground:
            self.gemeenten.extend(self._units.resilience(pair, found, why))
