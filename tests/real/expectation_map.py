"""The map `expectations.yaml`: which question to the published edition answers a row of expectations.csv."""

import csv
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML

MAP = Path(__file__).with_name("expectations.yaml")
_OWN = {"vraag", "jaar", "gebied", "marge"}  # keys of a binding that are not parameters


@dataclass(frozen=True)
class Row:
    """One control figure; `value` is None where it must be missing."""

    dataset: str
    gebied: str
    jaar: str
    indicator: str
    value: float | None

    @property
    def name(self) -> str:
        return f"{self.dataset} | {self.gebied} | {self.jaar} | {self.indicator}"


@dataclass(frozen=True)
class Binding:
    """The questions that answer a row, with their parameters and the margin the row allows."""

    sql: tuple[str, ...]
    parameters: dict[str, object]
    marge: float


class Unbound(Exception):
    """A row fits no binding or more than one."""


class ExpectationMap:
    """Bindings of `expectations.yaml`, looked up by row."""

    def __init__(self, content: dict | None = None):
        content = content or YAML(typ="safe").load(MAP)
        self.questions: dict[str, str] = content["vragen"]
        self.excluded: dict[str, str] = content["uitgesloten"]
        self._bindings = list(_flat(content["koppelingen"]))

    def bind(self, row: Row) -> Binding:
        """The one binding that fits. Raises Unbound."""
        fitting = [binding for dataset, indicator, binding in self._bindings if _fits(row, dataset, indicator, binding)]
        if len(fitting) != 1:
            raise Unbound(f"{row.name}: {len(fitting)} bindings in {MAP.name}")
        binding = fitting[0]
        names = binding["vraag"] if isinstance(binding["vraag"], list) else [binding["vraag"]]
        given = {name: _filled(value, row) for name, value in binding.items() if name not in _OWN}
        given |= {"jaar": int(row.jaar) if row.jaar.isdigit() else None, "gebied": row.gebied.replace("NL01", "NL00")}
        sql = tuple(self.questions[name] for name in names)
        used = {name: value for name, value in given.items() if any(f"${name}" in text for text in sql)}
        return Binding(sql, used, float(binding.get("marge", 0)))


def _flat(bindings: list[dict]):
    for group in bindings:
        datasets = group["dataset"] if isinstance(group["dataset"], list) else [group["dataset"]]
        for dataset in datasets:
            for indicator, answers in group["rijen"].items():
                for answer in answers if isinstance(answers, list) else [answers]:
                    yield dataset, indicator, {"release": group.get("release")} | answer


def _fits(row: Row, dataset: str, indicator: str, binding: dict) -> bool:
    return (
        (row.dataset, row.indicator) == (dataset, indicator)
        and binding.get("jaar", row.jaar) == row.jaar
        and binding.get("gebied", row.gebied) == row.gebied
    )


def _filled(value: object, row: Row) -> object:
    return value.format(jaar=row.jaar, gebied=row.gebied) if isinstance(value, str) else value


def read_rows(folder: Path) -> list[Row]:
    """The rows of `expectations.csv` in the folder with real files."""
    with (folder / "expectations.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                r["dataset"],
                r["area_code"],
                r["year"],
                r["indicator"],
                None if r["value"] == "." else float(r["value"]),
            )
            for r in csv.DictReader(file)
        ]
