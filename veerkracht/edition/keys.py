"""Keys of the marts as `sleutels.yaml` holds them: for the published database, and for datapackage.json."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML


@dataclass(frozen=True)
class Reference:
    """Columns of a mart that hold the primary key of another, in the order of that key."""

    columns: tuple[str, ...]
    mart: str


@dataclass(frozen=True)
class MartKeys:
    """What tells rows of a mart apart and what the mart refers to.

    `primary`: columns that are never empty; where some may be, they are `unique` instead, an empty cell being a value.
    """

    primary: tuple[str, ...] = ()
    unique: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True)
class Keys:
    """The keys of all marts, and above how many rows they are told but not enforced."""

    marts: Mapping[str, MartKeys]
    row_limit: int

    def of(self, mart: str) -> MartKeys:
        """The keys of a mart; none for one that is not listed."""
        return self.marts.get(mart, MartKeys())

    def target(self, reference: Reference) -> tuple[str, ...]:
        """The columns that a reference points to."""
        return self.of(reference.mart).primary

    def in_order(self, marts: Collection[str]) -> list[str]:
        """These marts by name, each behind those that it refers to."""
        found: list[str] = []

        def put(mart: str) -> None:
            if mart in marts and mart not in found:
                for reference in self.of(mart).references:
                    put(reference.mart)
                found.append(mart)

        for mart in sorted(marts):
            put(mart)
        return found


@cache
def keys() -> Keys:
    """Contents of `sleutels.yaml`."""
    given = YAML(typ="safe").load(Path(__file__).with_name("sleutels.yaml"))
    return Keys({mart: _mart_keys(facts) for mart, facts in given["marts"].items()}, given["rijen_maximum"])


def _mart_keys(facts: Mapping[str, list]) -> MartKeys:  # type: ignore[type-arg]  # a list of names, or of references
    references = (Reference(tuple(one["kolommen"]), one["naar"]) for one in facts.get("verwijst", ()))
    return MartKeys(tuple(facts.get("sleutel", ())), tuple(facts.get("uniek", ())), tuple(references))
