"""Where everything lies: the code, and all below $VEERKRACHT_DATA. The only place that knows a folder's name.

Does not create content; `ensure` makes the folders, the restricted ones with mode 0700.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from veerkracht.errors import VeerkrachtError

Publiek = Literal["openbaar", "leden"]
Toegang = Literal["open", "beperkt"]
CODE = Path(__file__).parents[1]  # where the rooms stand side by side: the checkout, or site-packages; only read
DBT_PROJECT = CODE / "dbt_project"
SEEDS = DBT_PROJECT / "seeds"  # tables by hand, read by SQL and by Python
PUBLIEKEN: tuple[Publiek, ...] = ("openbaar", "leden")
RAW_PROOF = "raw.json"
EDITION = re.compile(r"^(\d{4}-\d{2}-\d{2})\.(\d+)$")  # name of the folder of an edition


@dataclass(frozen=True)
class DataPaths:
    """The rooms of one data folder; restricted material lies apart under `beperkt/`."""

    root: Path

    @classmethod
    def from_env(cls) -> "DataPaths":
        """Data folder of `VEERKRACHT_DATA`, else `data/` in the current folder."""
        return cls(Path(os.environ.get("VEERKRACHT_DATA") or "data").resolve())

    @property
    def beperkt(self) -> Path:
        return self.root / "beperkt"

    @property
    def drop(self) -> Path:
        """Where users put restricted deliveries: `beperkt/drop/`."""
        return self.beperkt / "drop"

    @property
    def catalogus(self) -> Path:
        """The user's own catalogue folder inside the data folder: read without being named, made when it is needed."""
        return self.root / "catalogus"

    def _base(self, toegang: Toegang) -> Path:
        return self.beperkt if toegang == "beperkt" else self.root

    def archive(self, toegang: Toegang, bron: str, release: str) -> Path:
        """Folder with the received file of a release and its receipt `ontvangst.json`."""
        return self._base(toegang) / "archief" / bron / release

    def raw_source(self, toegang: Toegang, bron: str) -> Path:
        return self._base(toegang) / "raw" / bron

    def raw(self, toegang: Toegang, bron: str, release: str) -> Path:
        """Folder of one release in Parquet: waarnemingen, gebieden, feiten and what a reader adds."""
        return self.raw_source(toegang, bron) / release

    def raw_proof(self, toegang: Toegang, bron: str, release: str) -> Path:
        """What the folder of a release was made from, written last: a release with it was read."""
        return self.raw(toegang, bron, release) / RAW_PROOF

    def wachtkamer(self, toegang: Toegang, bron: str, release: str) -> Path:
        """Where a release is read and judged; it is renamed to `raw` when it is accepted and no check refuses it."""
        return self._base(toegang) / "wachtkamer" / bron / release

    @property
    def grenzen(self) -> Path:
        """Clean outlines, `<niveau>_<indeling>.parquet`, GeoParquet in EPSG:28992."""
        return self.root / "gebieden" / "grenzen"

    @property
    def gewichten(self) -> Path:
        """Weights between vintages, `<van>_<naar>.parquet`."""
        return self.root / "gebieden" / "gewichten"

    @property
    def wijzigingen(self) -> Path:
        """Change classes between vintages, `<van>_<naar>.parquet`."""
        return self.root / "gebieden" / "wijzigingen"

    @property
    def gebiedenlijst(self) -> Path:
        """Folder with attributes of all outlines without geometry, for SQL: `<niveau>_<indeling>.parquet`."""
        return self.root / "gebieden" / "lijst"

    def werk(self, publiek: Publiek) -> Path:
        """Work folder of one build: work database, dbt target, catalogue and check outcomes as Parquet."""
        return self.beperkt / "werk" / "leden" if publiek == "leden" else self.root / "werk" / "openbaar"

    def werk_database(self, publiek: Publiek) -> Path:
        return self.werk(publiek) / "veerkracht.duckdb"

    def statistiek(self, publiek: Publiek) -> Path:
        """What `statistics` adds to the marts of one build: `<name>.parquet` in the schemas of STATISTIEK."""
        return self.werk(publiek) / "statistiek"

    def publicatie(self, publiek: Publiek) -> Path:
        """Folder with the editions `<YYYY-MM-DD.N>` and the link `actueel`."""
        return self.root / "publicatie" / publiek

    def ensure(self) -> "DataPaths":
        """Make the folders that must exist; the restricted tree gets mode 0700.

        Raises VeerkrachtError where the file system makes no folders, OSError for what stands in the way.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
        except FileNotFoundError as error:  # what lies above was made just now, or refuses
            raise VeerkrachtError(f"{self.root}: hier kan geen map worden gemaakt; kies een andere plek.") from error
        for folder in (self.grenzen, self.gewichten, self.wijzigingen, self.gebiedenlijst):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.beperkt, self.drop, self.beperkt / "archief", self.beperkt / "raw", self.beperkt / "werk"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.chmod(0o700)
        leden = self.publicatie("leden")
        leden.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.publicatie("openbaar").mkdir(parents=True, exist_ok=True)
        return self


def named_catalogues() -> list[Path]:
    """The catalogue folders that `VEERKRACHT_CATALOGUS` names, parted by the system's path separator."""
    names = os.environ.get("VEERKRACHT_CATALOGUS", "").split(os.pathsep)
    return [Path(name).expanduser().resolve() for name in names if name.strip()]


def user_catalogues() -> list[Path]:
    """The catalogue folders of the user: those that are named, then the one inside the data folder if it is there."""
    own = DataPaths.from_env().catalogus
    named = named_catalogues()
    return [*named, own] if own.is_dir() and own not in named else named
