"""The check of claims as a command: what the maps of change of an edition claim, and how much of it is true.

Beside the claims stands the truth where the data folder holds the sample that it was built from (`make demo`).
"""

from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.errors import VeerkrachtError
from veerkracht.sample.plannen import WARE_REEKSEN

if TYPE_CHECKING:
    from veerkracht.claims.records import MapClaims

SAMPLE = "voorbeeld"  # where `make demo` puts the sample in its data folder


def claims_of(database: Path, sample: Path | None) -> "list[MapClaims]":
    """The claims of every map of change of an edition; with the truth where the folder of its sample is given."""
    from veerkracht.claims.judging import judge
    from veerkracht.claims.reading import Truth, read_maps, winsor_of

    truth = None if sample is None else Truth(sample / WARE_REEKSEN, winsor_of(database))
    return [judge(one) for one in read_maps(database, truth)]


def sample_of(data: Path, asked: Path | None) -> Path | None:
    """Folder with the true series: the one asked for, else that in the data folder, else none.

    Raises VeerkrachtError when one is asked for that holds no such series.
    """
    folder = asked or data / SAMPLE
    if (folder / WARE_REEKSEN).is_file():
        return folder
    if asked:
        raise VeerkrachtError(f"{folder}: hierin staat geen {WARE_REEKSEN}; maak het met veerkracht sample.")
    return None
