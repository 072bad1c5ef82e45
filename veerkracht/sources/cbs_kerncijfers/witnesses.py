"""Is this file the Kerncijfers of the year under which it is registered? Every witness the file offers is heard.

The witnesses are its name, its sheet, its columns and the inhabitants of the land; what they know is in
`jaren.yaml`. A file without a witness passes.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from ruamel.yaml import YAML

from veerkracht.errors import DeliveryError
from veerkracht.levels import LANDCODE
from veerkracht.sources.catalogue.model import Release

_NAAM = re.compile(r"(?:kwb|kerncijfers[-_ ]wijken[-_ ]en[-_ ]buurten)[-_ ]?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def check_name(name: str, release: Release, called: str) -> None:
    """Raise DeliveryError when the name of a file or sheet has another year (`kwb-2019.xlsx`, `KWB2019`)."""
    match = _NAAM.search(name)
    if match and int(match[1]) not in release.jaren:
        raise DeliveryError(_other_year(called, f"de naam {name!r} zegt {match[1]}", release))


def check_columns_of_year(columns: Iterable[str], release: Release, called: str) -> None:
    """Raise DeliveryError for a mnemonic that CBS did not publish in the year of the release."""
    jaar = release.jaren[0]
    for column in columns:
        periode = _known()["kolommen"].get(column, {})
        van, tot = periode.get("van", jaar), periode.get("tot", jaar)
        if not van <= jaar <= tot:
            when = f"pas vanaf {van}" if jaar < van else f"alleen tot en met {tot}"
            raise DeliveryError(_other_year(called, f"kolom {column!r} bestaat {when}", release))


def check_inhabitants(waarnemingen: pa.Table, column: str, release: Release, called: str) -> None:
    """Raise DeliveryError when the land has exactly the inhabitants of another year."""
    hit = pc.and_(
        pc.equal(waarnemingen["kolom"].cast(pa.string()), column), pc.equal(waarnemingen["gebiedscode"], LANDCODE)
    )
    jaren = {str(count): jaar for jaar, count in _known()["inwoners_land"].items()}
    for text in waarnemingen["waarde"].filter(hit).to_pylist():
        jaar = jaren.get(text.strip())
        if jaar and jaar not in release.jaren:
            raise DeliveryError(_other_year(called, f"{text.strip()} inwoners had Nederland in {jaar}", release))


def _other_year(called: str, proof: str, release: Release) -> str:
    return (
        f"{called}: {proof}, maar release {release.release} is van {release.jaren[0]}. Dit lijkt het bestand van een "
        "ander jaar; leg het onder de release van zijn eigen jaar."
    )


@cache
def _known() -> dict[str, Any]:
    return YAML(typ="safe").load(Path(__file__).with_name("jaren.yaml"))
