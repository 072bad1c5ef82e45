"""Delivered kenmerken (import contract) as rows of the catalogue: indicators, their columns, and a map each.

Which kenmerken there are a delivery decides. Texts stand in `kenmerken.yaml`. A series that breaks is two indicators:
each version of a kenmerk has its own, the newest without a mark, so that nothing can be compared between two.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from veerkracht.sentences import fill
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers.contract_rules import MATEN, POPULATIES, column_name, counts
from veerkracht.sources.readers.kenmerken import known

NEEDED = ("label", "thema", "richting")
Row = dict[str, Any]
Key = tuple[str, str]  # soort and versie: what makes a series one


@dataclass(frozen=True)
class Delivered:
    """What one release holds of a kenmerk in a populatie and versie; `label` and on None where nobody says it."""

    source: Source
    release: str
    kenmerk: str
    populatie: str
    versie: str | None
    soort: str
    label: str | None
    thema: str | None
    richting: str | None
    jaar_tot: int
    rijen: int
    gepubliceerd: date | None = None
    status: str = "definitief"

    @property
    def lacks(self) -> list[str]:
        """What is not said of it, and without which it cannot be shown."""
        return [name for name in NEEDED if getattr(self, name) is None]

    @property
    def family(self) -> tuple[str, str]:
        """Source and kenmerk."""
        return self.source.bron, self.kenmerk


@dataclass(frozen=True)
class Unused:
    """What was delivered and is not in the edition, or not as it would be: why, and what to do about it (Dutch)."""

    about: Delivered
    why: str


@dataclass(frozen=True)
class Taken:
    """Names that the user has given to rows of his own: his go before those of a delivered kenmerk."""

    indicatoren: frozenset[str] = frozenset()
    kaarten: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Version:
    """A kenmerk in one version, over all deliveries of it; `newest`: it goes by the plain name."""

    about: Delivered  # the newest delivery of it
    populaties: tuple[str, ...]  # in order of preference
    mark: str  # behind the kenmerk in the names of its indicators
    newest: bool
    followed: tuple[str, ...]  # populaties of which a newer version has figures

    def indicator(self, populatie: str, maat: str, mark: str | None = None) -> str:
        """Name of an indicator of it."""
        one = self.about
        prefix = one.source.voorvoegsel or one.source.bron
        kenmerk = one.kenmerk + (self.mark if mark is None else mark)
        return f"{prefix}_{kenmerk}{POPULATIES[populatie]}_{maat}"

    @property
    def kaart_id(self) -> str:
        """Of the map of it: that of the population that is preferred of those delivered."""
        return self.indicator(self.populaties[0], "aandeel").removesuffix("_aandeel")


def read_delivered(source: Source, release: Release, folder: Path) -> Iterator[Delivered]:
    """What a raw folder in the import contract holds; where the delivery is silent the package speaks."""
    import pyarrow.parquet as pq

    for row in pq.read_table(folder / "kenmerken.parquet").to_pylist():
        ours = known().get((source.bron, row["kenmerk"]))
        said = {name: row[name] or (getattr(ours, name) if ours else None) for name in NEEDED}
        about = {"gepubliceerd": release.gepubliceerd, "status": release.status}
        yield Delivered(source, release.release, **(row | said | about))


def tables(delivered: Iterable[Delivered], taken: Taken = Taken()) -> dict[str, list[Row]]:
    """Rows of `indicatoren`, `kolommen` and `kaarten` (`schemas.OWN_TABLES`) of what was delivered and is described,
    without what goes by a name that is taken: of an indicator its whole kenmerk, of a map the map."""
    families = [_versions(family) for family in _families(delivered).values()]
    versions = [one for family in families if not _names(family) & taken.indicatoren for one in family]
    shown = [one for one in versions if one.newest and one.kaart_id not in taken.kaarten]
    return {
        "indicatoren": [row for one in versions for row in _indicators(one)],
        "kolommen": [row for one in versions for row in _columns(one)],
        "kaarten": [_map(one, number) for number, one in enumerate(shown)],
    }


def known_indicators(sources: Mapping[str, Source]) -> list[Row]:
    """Rows of `indicatoren` of every kenmerk that the package knows, whether it was delivered or not."""
    every = [
        Delivered(sources[bron], "", kenmerk, populatie, None, sources[bron].soort, **vars(about), jaar_tot=0, rijen=0)
        for (bron, kenmerk), about in known().items()
        if bron in sources
        for populatie in _texts()["populaties"]
    ]
    return tables(every)["indicatoren"]


def unused(delivered: Iterable[Delivered], taken: Taken = Taken()) -> list[Unused]:
    """What was delivered and is in no table since nobody says what it is, or since a name of it is taken."""
    found: list[Unused] = []
    completed = _completed(delivered)
    for family in completed.values():
        found += [
            Unused(one, fill(_texts()["onbekend"], {"velden": ", ".join(one.lacks)})) for one in family if one.lacks
        ]
    for family in _described(completed).values():
        versions = _versions(family)
        names = sorted(_names(versions) & taken.indicatoren)
        kaarten = [one.kaart_id for one in versions if one.newest and one.kaart_id in taken.kaarten]
        if names:
            found += [Unused(one, fill(_texts()["naam_bezet"], {"indicator": names[0]})) for one in family]
        elif kaarten:
            found.append(Unused(family[0], fill(_texts()["kaart_bezet"], {"kaart": kaarten[0]})))
    return found


def _families(delivered: Iterable[Delivered]) -> dict[tuple[str, str], list[Delivered]]:
    """What is described of the deliveries of each kenmerk, the newest first."""
    return _described(_completed(delivered))


def _described(families: Mapping[tuple[str, str], Sequence[Delivered]]) -> dict[tuple[str, str], list[Delivered]]:
    described = {family: [one for one in rows if not one.lacks] for family, rows in families.items()}
    return {family: rows for family, rows in described.items() if rows}


def _completed(delivered: Iterable[Delivered]) -> dict[tuple[str, str], list[Delivered]]:
    """Deliveries by kenmerk, the newest first, each with what all of them together say of it."""
    found: dict[tuple[str, str], list[Delivered]] = {}
    for one in sorted(delivered, key=_age, reverse=True):
        found.setdefault(one.family, []).append(one)
    return {family: [_told(one, found[family]) for one in found[family]] for family in sorted(found)}


def _age(one: Delivered) -> tuple[Any, ...]:
    """What is newer has the larger: by year first, then as `int_verdrongen` ranks; numbers in a name as numbers."""
    name = [int(part) if part.isdigit() else part for part in re.split("([0-9]+)", one.release)]
    return one.jaar_tot, one.status == "definitief", one.gepubliceerd or date.min, name, one.populatie


def _told(one: Delivered, family: Sequence[Delivered]) -> Delivered:
    """A delivery with what those of its kenmerk say, of its own soort first, the newest first."""
    asked = sorted(family, key=lambda other: other.soort != one.soort)
    said: dict[str, Any] = {
        name: next((getattr(other, name) for other in asked if _fits(one, other, name)), None) for name in NEEDED
    }
    return replace(one, **said)


def _fits(one: Delivered, other: Delivered, name: str) -> bool:
    """Whether the other says this, and not of an estimate in words of counting."""
    said = getattr(other, name)
    return said is not None and not (name == "label" and one.soort == "modelschatting" and counts(said))


def _versions(family: Sequence[Delivered]) -> list[Version]:
    """Of deliveries of one kenmerk, the newest first, the versions; a series of another soort is another version."""
    by_version: dict[Key, list[Delivered]] = {}
    for one in family:
        by_version.setdefault(_key(one), []).append(one)
    newest = _key(family[0])
    marks = _marks([key for key in by_version if key != newest])
    populaties = {key: _populaties(rows) for key, rows in by_version.items()}
    return [
        Version(
            rows[0],
            populaties[key],
            marks.get(key, ""),
            newest=key == newest,
            followed=() if key == newest else populaties[newest],
        )
        for key, rows in by_version.items()
    ]


def _populaties(rows: Sequence[Delivered]) -> tuple[str, ...]:
    return tuple(name for name in _texts()["populaties"] if any(one.populatie == name for one in rows))


def _names(family: Sequence[Version]) -> set[str]:
    """Of all indicators of a kenmerk."""
    return {one.indicator(populatie, maat) for one in family for populatie in one.populaties for maat in MATEN}


def _key(one: Delivered) -> Key:
    return one.soort, (one.versie or "").lower()


def _marks(versions: Sequence[Key]) -> dict[Key, str]:
    """What stands behind a kenmerk for each older version: one word, never the same for two, and never one on which a
    kenmerk may end (`contract_rules.VERSIE`)."""
    marks: dict[Key, str] = {}
    for soort, versie in sorted(versions):
        word = re.sub("^v(?=[0-9])", "", re.sub("[^a-z0-9]", "", versie))[:24]
        word = f"_v{word}" if word[:1].isdigit() else f"_v0{word}"
        same = (f"{word}x{number}" for number in itertools.count(2))
        marks[soort, versie] = next(mark for mark in itertools.chain([word], same) if mark not in marks.values())
    return marks


def _indicators(one: Version) -> Iterator[Row]:
    about, texts = one.about, _texts()
    for populatie in one.populaties:
        fields = texts["populaties"][populatie] | {"label": about.label}
        fields |= {"bron": about.source.titel, "versie": about.versie}
        for maat in MATEN:
            words = texts["indicatoren"][about.soort][maat]
            counted = maat != "aandeel"
            yield {
                "indicator": one.indicator(populatie, maat),
                "label": fill(words["label"], fields),
                "definitie": fill(words["definitie"] + texts["slot"], fields),
                "eenheid": words["eenheid"],
                "soort": "aantal" if counted else "percentage",
                "noemer": None if counted else one.indicator(populatie, "noemer"),
                "richting": "neutraal" if maat == "noemer" else about.richting,
                "decimalen": 0 if counted else 1,
                "min": 0.0,
                "max": None if counted else 100.0,
                "thema": about.thema,
                "rol": "noemer" if maat == "noemer" else "component",
                "kaart": not counted and one.newest,
                "toegang": about.source.toegang,
                "bron": about.source.bron,
                "is_modelschatting": about.soort == "modelschatting" and maat != "noemer",
                "versie": about.versie,
                "opgevolgd_door": one.indicator(populatie, maat, mark="") if populatie in one.followed else None,
            }


def _columns(one: Version) -> Iterator[Row]:
    about = one.about
    for populatie in one.populaties:
        for maat in MATEN:
            yield {
                "bron": about.source.bron,
                "kolom": column_name(about.source, about.kenmerk, populatie, maat, about.versie, about.soort),
                "indicator": one.indicator(populatie, maat),
                "jaar_van": 1995,
                "jaar_tot": 2100,
                "factor": 1.0,
                "afrondingswijze": "geen",
            }


def _map(one: Version, number: int) -> Row:
    """The map of a kenmerk: its share among the population that is preferred of those delivered."""
    about, texts = one.about, _texts()
    kaart, populatie = texts["kaart"], one.populaties[0]
    fields = {"label": about.label} | texts["populaties"][populatie]
    colours = kaart["kleuren"][about.richting]
    told = [kaart["leeshulp"][about.soort], " ", colours["leeshulp"], kaart["slot"]]
    return {
        "kaart_id": one.kaart_id,
        "volgorde": kaart["volgorde"] + number,
        "titel": fill(kaart["titel"][about.soort], fields),
        "maat": one.indicator(populatie, "aandeel"),
        "soort": "niveau",
        "leeshulp": "".join(fill(text, fields) for text in told),
        "kleuren": colours["kleuren"],
        "toegang": about.source.toegang,
    } | {name: kaart[name] for name in ("klassen", "labels", "eenheid", "decimalen", "status")}


@cache
def _texts() -> Mapping[str, Any]:
    return YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))
