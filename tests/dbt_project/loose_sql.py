"""Single models and macros: rendered as dbt renders them, run by DuckDB on tables that a test wrote by hand.

What stands above a model is a table of the name by which it is read. A test of a chain runs its models one by one.
"""

import json
import re
from collections.abc import Callable
from functools import cached_property
from typing import Any

import duckdb
import jinja2

from docs.reference import words
from orchestration.dbt_sentences import register
from tests.dbt_project.world import PROJECT, variables

_JINJA = jinja2.Environment(extensions=["jinja2.ext.do"])
MACRO = re.compile(r"\{%-? *macro (\w+).*?endmacro *-?%\}", re.DOTALL)


class _Returned(BaseException):
    """What a macro gives back that is no text, as dbt's `return` does."""


class LooseSql:
    """A database in memory with the macros of the project; `settings` are changed vars."""

    def __init__(self, **settings):
        self.con = duckdb.connect(config={"threads": 1})
        for kind in sorted(words()):  # text here: no test of these has so many rows that numbers pay
            self.con.execute(f"create type {kind} as varchar")
        self.vars = json.loads(variables(**settings))

    def table(self, name: str, frame: Any) -> None:
        """A frame or Arrow table under the name by which a model reads it."""
        self.con.register("given", frame)
        self.con.execute(f'create or replace table "{name}" as select * from given')
        self.con.unregister("given")

    def source(self, room: str, name: str) -> str:
        """The table that stands for a source."""
        return f'"{name}"'

    def seed(self, name: str) -> None:
        """A seed of the project as it is."""
        file = PROJECT / "seeds" / f"{name}.csv"
        self.con.execute(f"create or replace table {name} as select * from read_csv('{file}', header = true)")

    def with_sentences(self) -> None:
        """Let models write sentences."""
        self.seed("zinnen")
        register(self.con)

    def run(self, *models: str) -> None:
        """Make each model a table of its name."""
        for name in models:
            (file,) = (PROJECT / "models").rglob(f"{name}.sql")
            self.con.execute(f'create or replace table "{name}" as {self.rendered(file.read_text())}')

    def rows(self, sql: str, *values: object) -> list[tuple]:
        """Rows of a query, in which macros may be called."""
        return self.con.execute(self.rendered(sql), values).fetchall()

    def rendered(self, source: str) -> str:
        return _JINJA.from_string(source, self._names).render()

    @cached_property
    def _names(self) -> dict[str, Any]:
        """Everything that a model may name: the functions of dbt, and the macros."""
        names: dict[str, Any] = {
            "var": self.vars.__getitem__,
            "ref": lambda name: f'"{name}"',
            "source": self.source,
            "target": {"name": "openbaar"},
            "config": lambda **_: "",
            "return": _give_back,
        }
        for file in sorted((PROJECT / "macros").glob("*.sql")):
            for found in MACRO.finditer(file.read_text()):
                names[found[1]] = _macro(found[1], found[0], names)
        return names


def _macro(name: str, source: str, names: dict[str, Any]) -> Callable[..., Any]:
    """A macro that finds the others in `names`, whatever file they are of."""

    def call(*positional: Any, **named: Any) -> Any:
        module = _JINJA.from_string(source, names).make_module()
        try:
            return getattr(module, name)(*positional, **named)
        except _Returned as found:
            return found.args[0]

    return call


def _give_back(value: Any) -> None:
    raise _Returned(value)
