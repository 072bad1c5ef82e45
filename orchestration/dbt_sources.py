"""Which assets write the files that a dbt source reads: decided by the folders in its external location.

Pure text; knows the rooms of the data folder, not Dagster.
"""

import re
from collections.abc import Mapping
from typing import Any

from veerkracht.paths import Publiek

# Folder in an external location -> asset that writes there; {bron} and {publiek} are filled in.
_ROOMS = (
    (re.compile(r"^/beperkt/raw/(?P<bron>[a-z0-9_*{},]+)/"), ("beperkt", "raw", "{bron}")),
    (re.compile(r"^/raw/(?P<bron>[a-z0-9_*{},]+)/"), ("raw", "{bron}")),
    (re.compile(r"^/gebieden/(?:gewichten|wijzigingen)/"), ("gebieden", "gewichten")),
    (re.compile(r"^/gebieden/(?:lijst|grenzen)/"), ("gebieden", "grenzen")),
    (re.compile(r"/catalogus/"), ("{publiek}", "inname")),
    (re.compile(r"/statistiek/"), ("{publiek}", "statistiek")),
    (re.compile(r"/kwaliteit/"), ("{publiek}", "keuring_raw")),
)


def source_keys(
    properties: Mapping[str, Any], root: str, publiek: Publiek, bronnen: Mapping[str, str]
) -> list[list[str]]:
    """Asset keys behind a dbt source; `root` is the data folder, `bronnen` maps each catalogue source to its toegang.

    Raises ValueError for a source whose files no asset is known to write.
    """
    location = _location(properties).partition(root)[2]
    for room, key in _ROOMS:
        match = room.search(location)
        if match:
            toegang = "beperkt" if key[0] == "beperkt" else "open"
            names = _names(match.groupdict().get("bron") or "", toegang, bronnen)
            if not names:  # no source of that kind: only the file without rows is there
                return [[publiek, "inname"]]
            return [[part.format(bron=name, publiek=publiek) for part in key] for name in names]
    raise ValueError(f"dbt source {properties.get('unique_id')} reads {location!r}, which no asset writes")


def _names(pattern: str, toegang: str, bronnen: Mapping[str, str]) -> list[str]:
    """The sources that a folder name in a glob stands for; one empty name where the room has no sources."""
    if "*" in pattern or "{" in pattern:
        regex = re.compile(
            re.escape(pattern).replace(r"\*", ".*").replace(r"\{", "(").replace(r"\}", ")").replace(",", "|")
        )
        return [bron for bron, access in sorted(bronnen.items()) if access == toegang and regex.fullmatch(bron)]
    return [pattern]


def _location(properties: Mapping[str, Any]) -> str:
    """The external location of a source table, as dbt-duckdb finds it: on the table, else on its source."""
    places = (properties.get("config") or {}, properties, {"meta": properties.get("source_meta") or {}})
    template = next((m["external_location"] for p in places if (m := p.get("meta") or {}).get("external_location")), "")
    names = {key: properties.get(key) or "" for key in ("schema", "name", "identifier", "source_name")}
    return re.sub(r"\{(schema|name|identifier|source_name)\}", lambda found: names[found[1]], template)
