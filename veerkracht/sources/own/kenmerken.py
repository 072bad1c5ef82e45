"""Delivered kenmerken (import contract) as rows of the catalogue: indicators, their columns, and a map each.

Which kenmerken there are a delivery decides. Texts stand in `kenmerken.yaml`. A series that breaks is two indicators:
each version of a kenmerk has its own, the newest without a mark, so that nothing can be compared between two.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from veerkracht.sentences import fill
from veerkracht.sources.catalogue.model import Source
from veerkracht.sources.readers.contract_rules import column_name
from veerkracht.sources.readers.kenmerken import known

MATEN = ("teller", "noemer", "aandeel")
NEEDED = ("label", "thema", "richting")
Row = dict[str, Any]


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

    @property
    def lacks(self) -> list[str]:
        """What is not said of it, and without which it cannot be shown."""
        return [name for name in NEEDED if getattr(self, name) is None]

    @property
    def family(self) -> tuple[str, str]:
        """Source and kenmerk."""
        return self.source.bron, self.kenmerk


@dataclass(frozen=True)
class Version:
    """A kenmerk in one version, over all deliveries of it; `newest`: it goes by the plain name."""

    about: Delivered  # the newest delivery of it
    populaties: tuple[str, ...]  # in order of preference
    mark: str  # behind the kenmerk in the names of its indicators
    newest: bool

    def indicator(self, populatie: str, maat: str, mark: str | None = None) -> str:
        """Name of an indicator of it."""
        one = self.about
        prefix = one.source.voorvoegsel or one.source.bron
        kenmerk = one.kenmerk + (self.mark if mark is None else mark)
        return f"{prefix}_{kenmerk}{_texts()['populaties'][populatie]['achtervoegsel']}_{maat}"


def read_delivered(source: Source, release: str, folder: Path) -> Iterator[Delivered]:
    """What a raw folder in the import contract holds; where the delivery is silent the package speaks."""
    import pyarrow.parquet as pq

    for row in pq.read_table(folder / "kenmerken.parquet").to_pylist():
        ours = known().get((source.bron, row["kenmerk"]))
        said = {name: row[name] or (getattr(ours, name) if ours else None) for name in NEEDED}
        yield Delivered(source, release, **(row | said))


def tables(delivered: Iterable[Delivered]) -> dict[str, list[Row]]:
    """Rows of `indicatoren`, `kolommen` and `kaarten` (`schemas.OWN_TABLES`) of what was delivered and is described."""
    versions = [one for family in _families(delivered).values() for one in _versions(family)]
    shown = [one for one in versions if one.newest]
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


def unused(delivered: Sequence[Delivered]) -> list[Delivered]:
    """What was delivered and is on no map and in no table, since nobody says what it is."""
    described = {one.family for family in _families(delivered).values() for one in family}
    return [one for one in delivered if one.family not in described]


def _families(delivered: Iterable[Delivered]) -> dict[tuple[str, str], list[Delivered]]:
    """Deliveries by kenmerk, the newest first, each completed with what a newer or older one says; described ones."""
    found: dict[tuple[str, str], list[Delivered]] = {}
    for one in sorted(delivered, key=lambda one: (one.family, -one.jaar_tot, _reversed(one.release), one.populatie)):
        found.setdefault(one.family, []).append(one)
    return {family: rows for family, rows in found.items() if any(not one.lacks for one in rows)}


def _reversed(text: str) -> tuple[int, ...]:
    return tuple(-ord(sign) for sign in text)


def _versions(family: Sequence[Delivered]) -> list[Version]:
    """Of deliveries of one kenmerk, the newest first, the versions; the newest that is described says what it is."""
    about = next(one for one in family if not one.lacks)
    by_version: dict[str | None, list[Delivered]] = {}
    for one in family:
        by_version.setdefault(_key(one), []).append(one)
    marks = _marks([key for key in by_version if key != _key(family[0])])
    return [
        Version(
            Delivered(**(vars(rows[0]) | {name: getattr(about, name) for name in NEEDED})),
            tuple(name for name in _texts()["populaties"] if any(one.populatie == name for one in rows)),
            marks.get(key, ""),
            newest=rows[0] is family[0],
        )
        for key, rows in by_version.items()
    ]


def _key(one: Delivered) -> str | None:
    return one.versie.lower() if one.versie else None


def _marks(versions: Sequence[str | None]) -> dict[str | None, str]:
    """What stands behind a kenmerk for each older version: one word, and never the same for two."""
    marks: dict[str | None, str] = {}
    for version in sorted(versions, key=lambda one: one or ""):
        word = f"_v{re.sub('[^a-z0-9]', '', version or '')[:24] or '0'}"
        same = sum(mark.startswith(word) for mark in marks.values())
        marks[version] = f"{word}x{same + 1}" if same else word
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
                "opgevolgd_door": None if one.newest else one.indicator(populatie, maat, mark=""),
            }


def _columns(one: Version) -> Iterator[Row]:
    for populatie in one.populaties:
        for maat in MATEN:
            yield {
                "bron": one.about.source.bron,
                "kolom": column_name(one.about.kenmerk, populatie, maat, one.about.versie),
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
    maat = one.indicator(populatie, "aandeel")
    return {
        "kaart_id": maat.removesuffix("_aandeel"),
        "volgorde": kaart["volgorde"] + number,
        "titel": fill(kaart["titel"][about.soort], fields),
        "maat": maat,
        "soort": "niveau",
        "leeshulp": "".join(fill(text, fields) for text in told),
        "kleuren": colours["kleuren"],
        "toegang": about.source.toegang,
    } | {name: kaart[name] for name in ("klassen", "labels", "eenheid", "decimalen", "status")}


@cache
def _texts() -> Mapping[str, Any]:
    return YAML(typ="safe").load(Path(__file__).with_suffix(".yaml"))
