"""SQL function `zin(sjabloon, velden)`, known on dbt's connection by a plugin of dbt-duckdb that profiles.yml names.

No other connection knows it: a view that calls it could be read by nobody else, so a model that does is a table.
"""

from dbt.adapters.duckdb.plugins import BasePlugin
from duckdb import DuckDBPyConnection
from duckdb.func import FunctionNullHandling

from veerkracht.sentences import fill_json


class Plugin(BasePlugin):
    """What dbt-duckdb looks for in the module."""

    def configure_connection(self, conn: DuckDBPyConnection) -> None:
        register(conn)


def register(connection: DuckDBPyConnection) -> None:
    """Make `zin` known to this connection and its cursors; `velden` is a struct or JSON object of the fields.

    A call a row. Of a function on Arrow arrays DuckDB 1.5 frees the texts before `case` and `coalesce` have passed them
    on, and it is no quicker.
    """
    nulls = FunctionNullHandling.SPECIAL  # a sentence without fields has null for them
    connection.create_function("zin", fill_json, ["VARCHAR", "JSON"], "VARCHAR", null_handling=nulls)
