"""Puts the catalogue files of all folders together, field by field, and says where one is wrong.

A later file may add releases and fill fields that an earlier file left open; it changes what stands there only where
it says why (`reden`).
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel

from veerkracht.errors import CatalogueError, did_you_mean
from veerkracht.sources.catalogue.model import Patroon, Release, Source, is_web_address
from veerkracht.sources.catalogue.validation import validated
from veerkracht.sources.catalogue.yamlfile import YamlFile, YamlPath, YamlValue
from veerkracht.sources.folders import known_layouts, layouts

BOUNDARIES = "cbs_grenzen"
# what of a packaged release a user may say otherwise: whether it is fetched, where it is and how it is read, never
# which bytes are trusted
REPLACEABLE = {
    "rol",
    "url",
    "drop",
    "layout",
    "jaren",
    "indeling",
    "niveaus",
    "product",
    "crs",
    "tabel",
    "max_bytes",
    "volgt_op",
    "reden",
    *("gepubliceerd", "status", "rol"),  # what `veerkracht nieuws` wrote stands when the package lists it later
}
_VARIABLE = re.compile(r"\$\{(VEERKRACHT_[A-Z_]+)\}|\$(VEERKRACHT_[A-Z_]+)")


@dataclass
class Draft:
    """A source or release under construction: each field with the file and place it came from."""

    file: YamlFile
    place: YamlPath
    fields: dict[str, YamlValue] = field(default_factory=dict)
    origin: dict[str | int, tuple[YamlFile, YamlPath]] = field(default_factory=dict)

    def where(self, place: YamlPath = ()) -> str:
        """`file:line` of one of its fields, or of itself."""
        if place and place[0] in self.origin:
            file, base = self.origin[place[0]]
            return file.where(*base, *place[1:])
        return self.file.where(*self.place)

    def complete(
        self, name: str, value: YamlValue, file: YamlFile, place: YamlPath, owner: str, may_replace: bool = False
    ) -> None:
        """Fill a field that is open. Raises CatalogueError when it holds something else already, which it may not
        replace."""
        if self.fields.get(name) is None or (may_replace and value is not None):
            self.fields[name], self.origin[name] = value, (file, place)
        elif value is not None and self.fields[name] != value:
            replacing = "schrijf er `reden:` bij om dit te vervangen, of " if name in REPLACEABLE else ""
            raise CatalogueError(
                f"{file.where(*place)}: `{name}` van {owner} spreekt {self.where((name,))} tegen: hier `{value}`, "
                f"daar `{self.fields[name]}`. Een catalogusmap vult aan en spreekt niet tegen; {replacing}"
                "geef een afwijkende levering een eigen release."
            )


@dataclass
class Merge:
    """All sources as they come in, file after file."""

    entries: dict[str, Draft] = field(default_factory=dict)
    releases: dict[str, dict[str, Draft]] = field(default_factory=dict)
    patronen: dict[str, list[Draft]] = field(default_factory=dict)  # those of the user first

    def add(self, file: YamlFile) -> None:
        """Take in one source file. Raises CatalogueError for unknown keys, double releases and contradictions."""
        bron = file.content.get("bron")
        if not isinstance(bron, str):
            raise CatalogueError(f"{file.where('bron')}: `bron:` ontbreekt; noem de bron waar dit bestand over gaat.")
        entry = self.entries.setdefault(bron, Draft(file, ()))
        for name, value in file.content.items():
            _known(name, Source, file.where(name))
            if name not in ("releases", "patronen"):
                entry.complete(name, value, file, (name,), f"bron `{bron}`")
        self._add_releases(file, bron)
        self._add_patronen(file, bron)

    def _add_patronen(self, file: YamlFile, bron: str) -> None:
        listed, drafts = file.content.get("patronen") or [], list[Draft]()
        for index, fields in enumerate(listed if isinstance(listed, list) else [listed]):
            place: YamlPath = ("patronen", index)
            if not isinstance(fields, dict):
                raise CatalogueError(f"{file.where(*place)}: `patronen` moet een lijst zijn; begin met `- release: …`.")
            origin: dict[str | int, tuple[YamlFile, YamlPath]] = {name: (file, (*place, name)) for name in fields}
            drafts.append(Draft(file, place, fields, origin))
        self.patronen[bron] = drafts + self.patronen.get(bron, [])

    def _add_releases(self, file: YamlFile, bron: str) -> None:
        listed = file.content.get("releases") or []
        if not isinstance(listed, list):
            raise CatalogueError(f"{file.where('releases')}: `releases` moet een lijst zijn (regels met een streepje).")
        here: dict[str, str] = {}
        for index, fields in enumerate(listed):
            place: YamlPath = ("releases", index)
            release = fields.get("release") if isinstance(fields, dict) else None
            if not isinstance(fields, dict) or not isinstance(release, str):
                raise CatalogueError(f"{file.where(*place)}: `release:` ontbreekt; begin elke regel met de release-id.")
            if release in here:
                raise CatalogueError(f"{file.where(*place)}: release `{release}` staat ook al op {here[release]}.")
            here[release] = file.where(*place)
            release = self._id_of_today(bron, release)
            entry = self.releases.setdefault(bron, {}).setdefault(release, Draft(file, place))
            for name, value in fields.items():
                _known(name, Release, file.where(*place, name))
                value = _address(value, file, (*place, name)) if name == "url" else value
                value = release if name == "release" else value
                may_replace = name in REPLACEABLE and bool(fields.get("reden"))
                entry.complete(name, value, file, (*place, name), f"release `{release}`", may_replace)

    def _id_of_today(self, bron: str, release: str) -> str:
        """The id of a release that an older version called by this one; else the same."""
        drafts = self.releases.get(bron, {})
        return next((now for now, draft in drafts.items() if release in (draft.fields.get("heette") or ())), release)

    def drop_releases(self) -> None:
        """Forget the releases so far, and where more of them are looked for; what the sources are stays."""
        self.releases.clear()
        self.patronen.clear()

    def vintages(self) -> set[int]:
        """Boundary vintages that the releases of `cbs_grenzen` list."""
        listed = self.releases.get(BOUNDARIES, {}).values()
        return {int(str(e.fields["indeling"])) for e in listed if str(e.fields.get("indeling")).isdecimal()}

    def sources(self, known_vintages: set[int]) -> dict[str, Source]:
        """The validated sources. Raises CatalogueError for a wrong value, layout or indeling."""
        known_vintages = known_vintages | self.vintages()
        sources: dict[str, Source] = {}
        for bron, entry in self.entries.items():
            patronen = [(validated(Patroon, draft.fields, draft.where), draft) for draft in self.patronen.get(bron, [])]
            said: dict[str, object] = {**entry.fields, "patronen": tuple(patroon for patroon, _ in patronen)}
            _hint(entry, "titel", f"bron `{bron}`", bron, self.entries)
            source = validated(Source, said, entry.where)
            for patroon, draft in patronen:
                _has_layout(source, patroon.layout, f"patroon `{patroon.release}`", draft)
            releases = []
            for name, release_entry in self.releases.get(bron, {}).items():
                _hint(release_entry, "jaren", f"release `{name}` van `{bron}`", name, self.releases[bron])
                release = validated(Release, release_entry.fields, release_entry.where)
                _fits(source, release, release_entry, known_vintages)
                releases.append(release)
            sources[bron] = source.model_copy(update={"releases": tuple(sorted(releases, key=lambda r: r.release))})
        return sources


def _hint(entry: Draft, needed: str, what: str, name: str, known: Mapping[str, Draft]) -> None:
    """Refuse an entry that lacks what a whole one has and is called almost as another: a slip of the pen."""
    whole = [other for other, draft in known.items() if needed in draft.fields]
    if needed not in entry.fields and (hint := did_you_mean(name, whole)):
        raise CatalogueError(
            f"{entry.where((needed,))}: {what} staat niet in de catalogus, en `{needed}` ontbreekt; {hint}"
        )


def _known(name: str, model: type[BaseModel], where: str) -> None:
    if name not in model.model_fields:
        hint = did_you_mean(name, model.model_fields, f"bekend zijn: {', '.join(model.model_fields)}.")
        raise CatalogueError(f"{where}: onbekende sleutel `{name}`; {hint}")


def _address(value: YamlValue, file: YamlFile, place: YamlPath) -> YamlValue:
    """A web address as it is; a file path made absolute from the folder of the catalogue file."""
    if not isinstance(value, str) or is_web_address(value):
        return value
    value = _VARIABLE.sub(lambda match: _variable(match, file.where(*place)), value)
    if value.startswith("file://"):
        value = unquote(urlsplit(value).path)
    elif "://" in value:
        raise CatalogueError(
            f"{file.where(*place)}: `{value}`: alleen https-adressen en bestandspaden kunnen worden opgehaald."
        )
    return str((file.file.parent / Path(value).expanduser()).resolve())


def _variable(match: re.Match[str], where: str) -> str:
    """Folder named by a variable of ours, so that a catalogue of files can be shared between machines."""
    name = match[1] or match[2]
    value = os.environ.get(name)
    if not value:
        raise CatalogueError(f"{where}: het pad noemt ${name}, maar die omgevingsvariabele is leeg; zet er een map in.")
    return value


def _has_layout(source: Source, wrong: str, what: str, entry: Draft) -> None:
    """Refuse a layout that the reader of the source cannot read."""
    allowed = layouts(source.bron)
    if wrong in allowed:
        return
    where = entry.where(("layout",))
    if wrong not in known_layouts():
        listed = " of ".join(repr(name) for name in allowed)
        raise CatalogueError(f"{where}: `layout` kent `{wrong}` niet; mogelijk zijn {listed}.")
    raise CatalogueError(f"{where}: layout `{wrong}` past niet bij {what}: {', '.join(allowed)}.")


def _fits(source: Source, release: Release, entry: Draft, vintages: set[int]) -> None:
    """Refuse a release that its source cannot have."""
    what = f"release `{release.release}` van `{source.bron}`"
    _has_layout(source, release.layout, what, entry)
    if release.drop and source.toegang == "open":
        raise CatalogueError(
            f"{entry.where(('drop',))}: {what}: `drop` is er alleen voor beperkte bronnen; geef `url`."
        )
    if source.bron == BOUNDARIES:
        return
    for name, year in [
        ("indeling", release.indeling),
        *(("uitzonderingen", y) for y in release.uitzonderingen.values()),
    ]:
        if year not in vintages:
            raise CatalogueError(
                f"{entry.where((name,))}: {what}: indeling {year} is onbekend; {BOUNDARIES} kent "
                f"{', '.join(map(str, sorted(vintages))) or 'er geen'}. Voeg daar een release van {year} toe."
            )
