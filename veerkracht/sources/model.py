"""What the catalogue says: sources and their releases, as validated data. Loading files is in `catalogue`."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from veerkracht.paths import Toegang

Layout = Literal[
    "v4_zip",  # cbs: bulk zip of Observations/MeasureCodes/…
    "v4_odata",  # cbs: pages followed by @odata.nextLink, archived as one zip of JSON pages
    "v3_odata",  # cbs, rivm: TypedDataSet/UntypedDataSet pages, archived as one zip of JSON pages
    "werkboek",  # kwb-YYYY.xls(x); rivm export
    "statline_csv",
    "lbm3_zip",
    "gpkg",
    "shapefile_zip",
    "geojson",
    "ogc_api",  # paged GeoJSON, archived as one zip of JSON pages
    "dbf_zip",  # attribute table of a boundary file, no outlines
    "adressen_zip",  # CBS pc6huisnr
    "vierkant_zip",  # CBS 100 m squares (gpkg, csv or shapefile in a zip)
    "contract_csv",
    "contract_xlsx",  # restricted import contract
]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Drift(_Strict):
    """Shares beside the predecessor from which a drift check warns and blocks."""

    waarschuwt: float = Field(0.05, gt=0, le=1)
    blokkeert: float = Field(0.25, gt=0, le=1)


class Release(_Strict):
    """One delivery of one source: what it serves, where it comes from, which bytes it is."""

    release: str = Field(pattern=r"^[0-9]{4}(-[0-9]{4})?@[A-Za-z0-9._-]{1,60}$")
    jaren: tuple[int, ...] = Field(min_length=1)
    url: str | None = None  # https address or file path (relative: to the catalogue file)
    drop: str | None = None  # file name pattern below beperkt/drop/<bron>/
    sha256: str | None = Field(None, pattern=r"^[0-9a-f]{64}$")
    gepubliceerd: date | None = None
    status: Literal["voorlopig", "definitief"] = "definitief"
    indeling: int = Field(ge=1995, le=2100)
    uitzonderingen: dict[str, int] = {}  # gemeentecode -> indeling its codes really mean
    bewijs: str | None = None  # why there are exceptions
    layout: Layout
    niveaus: tuple[str, ...] = ()  # levels it serves; empty = whatever it holds
    product: Literal["gedetailleerd", "gegeneraliseerd", "vereenvoudigd"] | None = None  # boundaries only
    crs: int | None = None  # EPSG code to believe where a file declares none or a wrong one
    tabel: str | None = None  # StatLine table id, e.g. 83765NED
    max_bytes: int = 2_000_000_000
    aanvaard_door: str | None = None  # filled by `veerkracht releases --accepteer`
    aanvaard_reden: str | None = None


class Source(_Strict):
    """A publisher's series, with the rules that hold for all its releases."""

    bron: str = Field(pattern=r"^[a-z][a-z0-9_]{2,40}$")
    titel: str
    uitgever: str
    licentie: str
    toegang: Toegang
    landingspagina: str
    reeks: Literal["nieuwste_per_jaar", "een_release_voor_alle_jaren"]
    voorrang: int = 100  # lower wins where two sources give the same indicator
    drift: Drift = Drift()
    releases: tuple[Release, ...] = ()

    def release(self, release_id: str) -> Release:
        """The release of that id. Raises KeyError when the catalogue does not list it."""
        for release in self.releases:
            if release.release == release_id:
                return release
        raise KeyError(release_id)
