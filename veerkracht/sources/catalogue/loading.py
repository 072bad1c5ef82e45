"""Loads the catalogue: the packaged YAML files, extended by the user's folders, as one validated `Catalogue`.

What a source and a release may say stands in `model`. A user's folder extends and completes, it never contradicts.
Every error names file and line. Reading YAML is in `yamlfile`, merging files in `merge`.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from veerkracht import levels
from veerkracht.errors import CatalogueError
from veerkracht.paths import Publiek, user_catalogues
from veerkracht.settings import OF_INTAKE, Settings, gone_lines, load_settings
from veerkracht.sources.catalogue.merge import Merge
from veerkracht.sources.catalogue.mirror import mirrored
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.catalogue.validation import validated
from veerkracht.sources.catalogue.yamlfile import YamlFile, read_yaml
from veerkracht.sources.folders import folders as source_folders
from veerkracht.sources.own.tables import OwnTables, load_own

FOLDER_FILE, SETTINGS_FILE = "catalogus.yaml", "instellingen.yaml"
_NOT_YET = {"patronen", "lijst"}  # where news is looked for
_NO_MEANING = {"aanvaard_door", "aanvaard_reden", "max_bytes", "rol", "spiegel_van", "heette"}


class FolderRules(BaseModel):
    """`catalogus.yaml` of a user's folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    zelfstandig: bool = False  # only the definitions of the packaged sources are used, not their releases
    merk: str | None = None  # printed on every product


@dataclass(frozen=True)
class Catalogue:
    """All sources with their releases, the mark to print on products, the settings, and the user's own rows; what of
    the user's folders has no effect, a sentence each."""

    sources: dict[str, Source]
    merk: str | None
    settings: Settings
    eigen: OwnTables = field(default_factory=OwnTables)
    remarks: tuple[str, ...] = ()

    def open_sources(self) -> dict[str, Source]:
        """The sources that the openbaar build reads."""
        return {bron: source for bron, source in self.sources.items() if source.toegang == "open"}

    def releases(self, publiek: Publiek) -> list[tuple[Source, Release]]:
        """Every release that a build of this public may read."""
        sources = self.open_sources() if publiek == "openbaar" else self.sources
        return [(source, release) for source in sources.values() for release in source.releases]

    def fingerprint(self, publiek: Publiek = "leden") -> str:
        """sha256 of all meaning that a build of this public reads.

        What changes an edition changes it; comments, order, folder names and who accepted a release do not.
        """
        sources = self.open_sources() if publiek == "openbaar" else self.sources
        meaning = {
            "bronnen": {bron: _meaning(source) for bron, source in sources.items()},
            "merk": self.merk,
            "instellingen": self.settings.model_dump(mode="json", exclude=OF_INTAKE),
            "eigen": self.eigen.tables(publiek),
            "niveaus": [str(row) for row in levels.known()],
        }
        return hashlib.sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()


def _meaning(source: Source) -> dict[str, object]:
    releases = {
        release.release: release.model_dump(mode="json", exclude=_NO_MEANING) | {"url": release.public_url}
        for release in source.releases
    }
    return source.model_dump(mode="json", exclude={"releases", *_NOT_YET}) | {"releases": releases}


def load_catalogue(folders: Sequence[Path] | None = None) -> Catalogue:
    """The packaged catalogue with the user's folders (None: `user_catalogues`).

    Raises CatalogueError naming file and line.
    """
    folders = user_catalogues() if folders is None else [Path(folder).resolve() for folder in folders]
    rules = [_folder_rules(folder) for folder in folders]
    merge = Merge()
    for file in packaged_files():
        merge.add(file)
    known_vintages = merge.vintages()
    if any(rule.zelfstandig for rule in rules):
        merge.drop_releases()
    for folder in folders:
        for file in source_files(folder):
            merge.add(file)
    merged = merge.sources(known_vintages)
    settings, own = load_settings(*folders), load_own(folders, merged)
    return Catalogue(
        sources=mirrored(merged, settings.spiegel),
        merk=_one_mark(rules, folders),
        settings=settings,
        eigen=own,
        remarks=(*gone_lines(*folders), *own.remarks),
    )


def packaged_files() -> list[YamlFile]:
    """The catalogue files of the sources of this package."""
    return [read_yaml(folder / FOLDER_FILE) for folder in source_folders().values()]


def source_files(folder: Path) -> list[YamlFile]:
    """The source files of a folder; one file a source."""
    if not folder.is_dir():
        raise CatalogueError(f"{folder}: deze catalogusmap bestaat niet; kijk --catalogus of VEERKRACHT_CATALOGUS na.")
    misnamed = sorted(folder.glob("*.yml"))
    if misnamed:
        raise CatalogueError(f"{misnamed[0]}: catalogusbestanden eindigen op .yaml; hernoem dit bestand.")
    names = [f for f in sorted(folder.glob("*.yaml")) if f.name not in (FOLDER_FILE, SETTINGS_FILE)]
    files = [read_yaml(file) for file in names]
    seen: dict[object, YamlFile] = {}
    for file in files:
        bron = file.content.get("bron")
        if isinstance(bron, (list, dict)):
            raise CatalogueError(f"{file.where('bron')}: `bron` is één naam, zoals cbs_kerncijfers; geen lijst.")
        if bron in seen:
            first = seen[bron].where("bron")
            raise CatalogueError(f"{file.where('bron')}: bron `{bron}` staat ook in {first}; één bestand per bron.")
        seen[bron] = file
    return files


def _folder_rules(folder: Path) -> FolderRules:
    file = folder / FOLDER_FILE
    if not file.is_file():
        return FolderRules()
    yaml = read_yaml(file)
    return validated(FolderRules, yaml.content, lambda place: yaml.where(*place))


def _one_mark(rules: list[FolderRules], folders: list[Path]) -> str | None:
    marks = {rule.merk: folder for rule, folder in zip(rules, folders, strict=True) if rule.merk}
    if len(marks) > 1:
        listed = "; ".join(f"`{merk}` in {folder / FOLDER_FILE}" for merk, folder in marks.items())
        raise CatalogueError(f"Twee catalogusmappen geven een ander `merk`: {listed}. Laat er één over.")
    return next(iter(marks), None)
