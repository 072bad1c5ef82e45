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


def check_name(naam: str, release: Release, waar: str) -> None:
    """Raise DeliveryError when the name of a file or sheet has another year (`kwb-2019.xlsx`, `KWB2019`)."""
    match = _NAAM.search(naam)
    if match and int(match[1]) not in release.jaren:
        raise DeliveryError(_other_year(waar, f"de naam {naam!r} zegt {match[1]}", release))


def check_columns_of_year(kolommen: Iterable[str], release: Release, waar: str) -> None:
    """Raise DeliveryError for a mnemonic that CBS did not publish in the year of the release."""
    jaar = release.jaren[0]
    for kolom in kolommen:
        periode = _known()["kolommen"].get(kolom, {})
        van, tot = periode.get("van", jaar), periode.get("tot", jaar)
        if not van <= jaar <= tot:
            wanneer = f"pas vanaf {van}" if jaar < van else f"alleen tot en met {tot}"
            raise DeliveryError(_other_year(waar, f"kolom {kolom!r} bestaat {wanneer}", release))


def check_inhabitants(waarnemingen: pa.Table, kolom: str, release: Release, waar: str) -> None:
    """Raise DeliveryError when the land has exactly the inhabitants of another year."""
    raak = pc.and_(
        pc.equal(waarnemingen["kolom"].cast(pa.string()), kolom), pc.equal(waarnemingen["gebiedscode"], LANDCODE)
    )
    jaren = {str(aantal): jaar for jaar, aantal in _known()["inwoners_land"].items()}
    for tekst in waarnemingen["waarde"].filter(raak).to_pylist():
        jaar = jaren.get(tekst.strip())
        if jaar and jaar not in release.jaren:
            raise DeliveryError(_other_year(waar, f"{tekst.strip()} inwoners had Nederland in {jaar}", release))


def _other_year(waar: str, bewijs: str, release: Release) -> str:
    return (
        f"{waar}: {bewijs}, maar release {release.release} is van {release.jaren[0]}. Dit lijkt het bestand van een "
        "ander jaar; leg het onder de release van zijn eigen jaar."
    )


@cache
def _known() -> dict[str, Any]:
    return YAML(typ="safe").load(Path(__file__).with_name("jaren.yaml"))
