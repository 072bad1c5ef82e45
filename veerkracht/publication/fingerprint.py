"""What a publication is made of, as one hash: computable in well under a second, before any heavy import."""

import hashlib
import json
from importlib import metadata
from typing import TYPE_CHECKING, Any, TypedDict

from veerkracht.files import sha256_of
from veerkracht.paths import CODE, DataPaths, Publiek
from veerkracht.publication.contents import read_manifest
from veerkracht.publication.editions import current, edition_names
from veerkracht.settings import LEDEN_ONLY, OF_INTAKE

if TYPE_CHECKING:
    from veerkracht.sources.catalogue.loading import Catalogue

SOURCE_ROOTS = ("veerkracht", "dbt_project", "expectations", "orchestration")
SOURCE_SUFFIXES = {".py", ".yaml", ".yml", ".sql", ".csv", ".html", ".css", ".js", ".json"}
NOT_SOURCE = {"target", "logs", "dbt_packages", "__pycache__", "dbt_internal_packages"}
PACKAGES = (
    "duckdb",
    "dbt-core",
    "dbt-duckdb",
    "great-expectations",
    "numpy",
    "pandas",
    "pyarrow",
    "geopandas",
    "shapely",
    "pyproj",
    "pyogrio",
    "jinja2",
    "veerkracht",
)


class _FileMarks(TypedDict):
    publiek: Publiek
    catalogus: str
    merk: str | None
    instellingen: dict[str, Any]
    code: str
    pakketten: dict[str, str]
    releases: dict[str, str]


class Inputs(_FileMarks):
    """What an edition is made from, as it stands in its manifest; `vingerafdruk` is the hash of the rest."""

    vingerafdruk: str


def collect_inputs(paths: DataPaths, publiek: Publiek, catalogue: "Catalogue") -> Inputs:
    """Everything a publication depends on, each as a hash or small value, with `vingerafdruk` over all of it.

    Restricted sources count for `leden` only.
    """
    hidden = LEDEN_ONLY if publiek == "openbaar" else set()  # the manifest of an edition holds what is given here
    facts: _FileMarks = {
        "publiek": publiek,
        "catalogus": catalogue.fingerprint(publiek),
        "merk": catalogue.merk,
        "instellingen": catalogue.settings.model_dump(mode="json", exclude=hidden | OF_INTAKE),
        "code": code_fingerprint(),
        "pakketten": package_versions(),
        "releases": _raw_facts(paths, publiek, catalogue),
    }
    return Inputs(**facts, vingerafdruk=_digest(facts))


def already_published(paths: DataPaths, publiek: Publiek, fingerprint: str) -> str | None:
    """Edition made of exactly these inputs: `actueel`, or a newer one that was rolled back; None when there is none.

    A rolled-back edition counts, else the next refresh would publish again what somebody has just withdrawn.
    """
    now = current(paths, publiek)
    if now is None:
        return None
    names = edition_names(paths, publiek)
    for name in names[names.index(now) :]:
        manifest = read_manifest(paths.publicatie(publiek) / name)
        if manifest and manifest.invoer.get("vingerafdruk") == fingerprint:
            return name
    return None


def code_fingerprint() -> str:
    """sha256 over the source files of all rooms that make an edition (not over caches)."""
    digest = hashlib.sha256()
    for root in SOURCE_ROOTS:
        for file in sorted((CODE / root).rglob("*")):
            parts = file.relative_to(CODE).parts
            if file.suffix in SOURCE_SUFFIXES and not NOT_SOURCE.intersection(parts) and file.is_file():
                digest.update("/".join(parts).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def package_versions() -> dict[str, str]:
    """Versions of the packages that shape figures or files."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _raw_facts(paths: DataPaths, publiek: Publiek, catalogue: "Catalogue") -> dict[str, str]:
    """Hash of the proof (bytes and reader version) of every listed release that is in the warehouse."""
    facts = {}
    for bron, source in sorted(catalogue.sources.items()):
        if source.toegang == "beperkt" and publiek != "leden":
            continue
        for release in source.releases:
            file = paths.raw_proof(source.toegang, bron, release.release)
            if file.is_file():
                facts[f"{bron}@{release.release}"] = sha256_of(file)
    return facts


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
