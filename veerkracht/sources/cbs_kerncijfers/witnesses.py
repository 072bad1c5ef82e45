"""Is this file the Kerncijfers of the year under which it is registered? Every witness the file offers is heard.

The witnesses are its name, its sheet, its columns and the inhabitants of the land; what they know is in
`jaren.yaml`. A file without a witness passes.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from ruamel.yaml import YAML

from veerkracht.errors import DeliveryError
from veerkracht.levels import LANDCODE
from veerkracht.sources.catalogue.model import Release
from veerkracht.sources.readers import missing
from veerkracht.sources.readers.tables import Feit
from veerkracht.sources.readers.wide import WideTable

_NAME = re.compile(r"(?:kwb|kerncijfers[-_ ]wijken[-_ ]en[-_ ]buurten)[-_ ]?((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def check_name(name: str, release: Release, called: str) -> None:
    """Raise DeliveryError when the name of a file or sheet has another year (`kwb-2019.xlsx`, `KWB2019`)."""
    match = _NAME.search(name)
    if match and int(match[1]) not in release.jaren:
        raise DeliveryError(_other_year(called, f"de naam {name!r} zegt {match[1]}", release))


def columns_outside_years(table: WideTable, code: str, inwoners: str, release: Release) -> list[Feit]:
    """What is told of mnemonics that CBS did not publish in the year of the release; their figures count for nothing.

    One that is empty everywhere says nothing. Raises DeliveryError when the figures contradict the year: no successor
    (or predecessor) of the column is filled either, and the inhabitants of the land do not prove the year.
    """
    jaar, filled = release.jaren[0], _filled(table)
    told = []
    for column, count in filled.items():
        periode = _known()["kolommen"].get(column.lower(), {})
        if periode.get("van", jaar) <= jaar <= periode.get("tot", jaar):
            continue
        when = (
            f"pas vanaf {periode['van']}" if jaar < periode.get("van", jaar) else f"alleen tot en met {periode['tot']}"
        )
        beside = {name for pair in _known()["opvolgers"] if column.lower() in pair for name in pair} - {column.lower()}
        if beside and not beside & {name.lower() for name in filled} and not _of_this_year(table, code, inwoners, jaar):
            proof = f"kolom {column!r} bestaat {when}, en {' of '.join(sorted(beside))} ontbreekt"
            raise DeliveryError(_other_year(table.called, proof, release))
        text = f"kolom {column!r} bestaat {when}, maar heeft {count} cijfers in een bestand van {jaar}: zij tellen niet"
        told.append(Feit(f"buitenjaar_{column}", count, toelichting=text))
    return told


def _filled(table: WideTable) -> dict[str, int]:
    """Columns that hold a figure, with how many."""
    counts = {}
    for name in table.header:
        if name.lower() in _known()["kolommen"]:
            absent = missing.absent(pc.utf8_trim_whitespace(table.table[name]))
            counts[name] = pc.sum(pc.invert(absent)).as_py() or 0
    return {name: count for name, count in counts.items() if count}


def _of_this_year(table: WideTable, code: str, inwoners: str, jaar: int) -> bool:
    """Whether the inhabitants of the land are those of the year, or more than in the last year that is known."""
    known = _known()["inwoners_land"]
    codes = pc.utf8_trim_whitespace(table.table[code]).to_pylist()
    found = [
        text.strip() for text, area in zip(table.table[inwoners].to_pylist(), codes, strict=True) if area == LANDCODE
    ]
    after = jaar > max(known)
    return any(
        text.isdigit() and (int(text) == known.get(jaar) or (after and int(text) > max(known.values())))
        for text in found
    )


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
