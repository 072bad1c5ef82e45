"""What commands share: the data folder and catalogue of the environment, and how a public is named."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from veerkracht.paths import DataPaths
    from veerkracht.sources.catalogue.loading import Catalogue

GROUP_START = "Beginnen"
GROUP_SOURCES = "Bronnen"
GROUP_EDITIONS = "Edities"
LOOPBACK = "127.0.0.1"  # no web page of ours has a log-in, so nobody else may reach one
# The loopback inside a container cannot be reached: there we listen on all addresses, and the port is published on
# the loopback of the machine.
Host = Annotated[
    str,
    typer.Option(help="Luisteradres. Er is geen inlog: een ander adres is alleen voor in een container."),
]


class Public(StrEnum):
    """The two builds, as choices of an option."""

    openbaar = "openbaar"
    leden = "leden"


def data_paths() -> "DataPaths":
    """The data folder of the environment, its rooms made."""
    from veerkracht.paths import DataPaths

    return DataPaths.from_env().ensure()


def catalogue() -> "Catalogue":
    """The catalogue of the environment; what of the user's folders has no effect is told on the screen."""
    from veerkracht.sources.catalogue.loading import load_catalogue

    loaded = load_catalogue()
    if loaded.remarks:
        from orchestration.console import console

        for remark in loaded.remarks:
            console(stderr=True).print(f"Let op: {remark}", markup=False)
    return loaded
