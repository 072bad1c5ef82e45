"""What the catalogue says: sources and their releases, as validated data. Loading files is in `catalogue`."""

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from veerkracht import levels
from veerkracht.paths import Toegang
from veerkracht.sources.catalogue import templates
from veerkracht.sources.catalogue.templates import PLACES, Sighting


def is_web_address(url: str) -> bool:
    """Whether an address is fetched over the network; else it is a file path."""
    return url.startswith(("https://", "http://"))


def _file_pattern(pattern: str) -> str:
    if not re.fullmatch(r"[^/\\\x00-\x1f]{1,120}", pattern) or pattern.startswith("."):
        raise ValueError(f"`{pattern}` moet een bestandsnaam zijn (met * en ?), zonder map en zonder punt vooraan")
    return pattern


def _niveau(name: str) -> str:
    names = [f"'{niveau}'" for niveau in levels.known().names]
    if name not in levels.known():
        raise ValueError(f"`niveaus` kent `{name}` niet; mogelijk zijn {levels.enumerated(names, 'of')}.")
    return name


Peiljaar = Annotated[int, Field(ge=1995, le=2100)]
Gemeentecode = Annotated[str, StringConstraints(pattern=r"^GM[0-9]{4}$")]
NiveauName = Annotated[str, AfterValidator(_niveau)]
FilePattern = Annotated[str, AfterValidator(_file_pattern)]


# kern: every build fetches it; reeks: more years; verfijning: weights between boundaries and other figures beside the
# maps; vervanging: another carrier of the same figures, fetched when the one above it cannot be used
Role = Literal["kern", "reeks", "verfijning", "vervanging"]
Richting = Literal["hoger_is_gunstiger", "lager_is_gunstiger", "neutraal"]  # which way of a figure is favourable
KenmerkSoort = Literal["telling", "modelschatting"]  # people who were counted, or whom a model expects


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Drift(_Strict):
    """Shares beside the predecessor from which a drift check warns and blocks."""

    waarschuwt: float = Field(default=0.05, gt=0, le=1)
    blokkeert: float = Field(default=0.25, gt=0, le=1)


class Release(_Strict):
    """One delivery of one source: what it serves, where it comes from, which bytes it is."""

    release: str = Field(pattern=r"^[0-9]{4}(-[0-9]{4})?@[A-Za-z0-9._-]{1,60}$")
    jaren: tuple[Peiljaar, ...] = Field(min_length=1)
    url: str | None = None  # https address or file path (relative: to the catalogue file)
    drop: FilePattern | None = None  # file name pattern below beperkt/drop/<bron>/
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    gepubliceerd: date | None = None
    status: Literal["voorlopig", "definitief"] = "definitief"
    indeling: Peiljaar
    uitzonderingen: dict[Gemeentecode, Peiljaar] = {}  # gemeentecode -> indeling its codes really mean
    bewijs: str | None = None  # why there are exceptions
    layout: str  # how its file is packed; which there are is for the reader of the source to say
    niveaus: tuple[NiveauName, ...] = ()  # levels it serves; empty = whatever it holds
    product: Literal["gedetailleerd", "gegeneraliseerd", "vereenvoudigd"] | None = None  # boundaries only
    crs: int | None = None  # EPSG code to believe where a file declares none or a wrong one
    tabel: str | None = None  # StatLine table id, e.g. 83765NED
    max_bytes: int = Field(default=2_000_000_000, gt=0, le=100_000_000_000)
    rol: Role = "kern"
    volgt_op: str | None = None  # the release that drift compares it with; `geen`: none. Empty: the one before it
    uit: str | None = None  # why it is left out of every build; filled by `veerkracht releases --verwerp`
    reden: str | None = None  # why a user's folder says something else than the package
    spiegel_van: str | None = None  # address of the publisher, where a mirror stands in for it
    heette: tuple[str, ...] = ()  # ids that it had in older versions: what came or was accepted under one is its own
    aanvaard_door: str | None = None  # filled by `veerkracht releases --accepteer`
    aanvaard_reden: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Release":
        first, _, last = self.release.partition("@")[0].partition("-")
        if (self.jaren[0], self.jaren[-1]) != (int(first), int(last or first)):
            raise ValueError(f"release `{self.release}` begint met andere jaren dan `jaren` {list(self.jaren)}")
        if list(self.jaren) != sorted(set(self.jaren)):
            raise ValueError(f"`jaren` {list(self.jaren)} moet oplopen, elk jaar één keer")
        if (self.url is None) == (self.drop is None):
            both = self.url is not None
            raise ValueError(f"geef óf `url` óf `drop`; {'beide staan er' if both else 'geen van beide staat er'}")
        if self.uitzonderingen and not self.bewijs:
            raise ValueError("`uitzonderingen` zonder `bewijs`: schrijf erbij waaraan dit te zien is")
        if self.aanvaard_door and not self.sha256:
            raise ValueError("`aanvaard_door` zonder `sha256`: er staat niet welke bytes aanvaard zijn")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Its id, and those that it had before."""
        return (self.release, *self.heette)

    @property
    def origin(self) -> str:
        """Where it comes from, for errors on the user's own screen: web address, file path or drop pattern."""
        if self.url is None:
            return f"beperkt/drop: {self.drop}"
        return (self.public_url or "") if is_web_address(self.url) else self.url

    @property
    def public_url(self) -> str | None:
        """Where it comes from, fit to print: a web address without credentials, else only the file's name."""
        address = self.spiegel_van or self.url
        if address is None or not is_web_address(address):
            return None if address is None else address.rsplit("/", 1)[-1]
        parts = urlsplit(address)
        return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


class Patroon(_Strict):
    """How the releases of a series are called and where they lie, so that those of next year need no lines.

    `release`, `url` and `tabel` name {jaar}, {volgend}, {eerste}, {versie} and {tabel}; `titel` {jaar}, {jaren},
    {volgend} (a table that is called after the boundaries of the year after its last) and *.
    """

    release: str
    url: str
    layout: str
    vanaf: Peiljaar | None = None  # first year whose address has this form; None: the last year that is listed
    stap: int = Field(default=1, ge=1, le=10)  # years between two deliveries
    versies: tuple[int, ...] = ()  # numbers under which a year is published again
    titel: str | None = None  # of the table in the publisher's list, where its id cannot be told from the year
    pagina: str | None = None  # page of the publisher with links to its files
    status: Literal["voorlopig", "definitief"] = "definitief"
    niveaus: tuple[NiveauName, ...] = ()
    product: Literal["gedetailleerd", "gegeneraliseerd", "vereenvoudigd"] | None = None
    crs: int | None = None
    tabel: str | None = None
    max_bytes: int = Field(default=2_000_000_000, gt=0, le=100_000_000_000)
    rol: Role = "kern"

    @model_validator(mode="after")
    def _works_out(self) -> "Patroon":
        named = PLACES.keys() - {"jaren"}
        texts = [(text, named) for text in (self.release, self.url, self.tabel or "")]
        for text, known in [*texts, (self.titel or "", {"jaren", "jaar", "volgend"})]:
            wrong = [name for name in templates.places(text) if name not in known]
            if wrong:
                listed = ", ".join(f"{{{name}}}" for name in sorted(known))
                raise ValueError(f"`{text}` kent {{{wrong[0]}}} niet; mogelijk zijn {listed}")
        if not is_web_address(self.url):
            raise ValueError(f"`url` van patroon `{self.release}` moet een webadres zijn")
        for name, needed, filled in (("tabel", "titel", self.titel), ("versie", "versies", self.versies)):
            if f"{{{name}}}" in self.release + self.url and not filled:
                raise ValueError(f"patroon `{self.release}` noemt {{{name}}}; geef dan ook `{needed}`")
        try:
            self.worked_out(Sighting((2023, 2024) if "{eerste}" in self.release else (2024,), versie=1, tabel="1NED"))
        except ValidationError as error:
            raise ValueError(
                f"patroon `{self.release}` geeft geen release; schrijf {{jaar}}@naam, of {{eerste}}-{{jaar}}@naam"
            ) from error
        return self

    def worked_out(self, seen: Sighting) -> Release:
        """The release of a delivery; the year of its name is the last that it holds."""
        jaar = seen.jaren[-1]
        said: dict[str, object] = {"jaar": jaar, "volgend": jaar + 1, "eerste": seen.jaren[0]}
        said |= {"versie": seen.versie, "tabel": seen.tabel}
        return Release(
            release=templates.filled(self.release, said),
            jaren=seen.jaren,
            url=seen.url or templates.filled(self.url, said),
            gepubliceerd=seen.gepubliceerd,
            status=self.status,
            indeling=seen.indeling or jaar,
            layout=self.layout,
            niveaus=self.niveaus,
            product=self.product,
            crs=self.crs,
            tabel=templates.filled(self.tabel, said) if self.tabel else None,
            max_bytes=self.max_bytes,
            rol=self.rol,
        )

    def told_by(self, release_id: str) -> Sighting | None:
        """The last year and version in the name of a release of this series; None for another's."""
        return templates.read(self.release, release_id)

    def told_by_title(self, title: str) -> Sighting | None:
        """Years in the title of a table of this series; None for another's."""
        return templates.read(" ".join((self.titel or "").split()), " ".join(title.split()))

    def links(self, page: str) -> dict[str, Sighting]:
        """Addresses in the text of a page whose last part is that of this series, with what it tells."""
        return templates.links(self.url.rsplit("/", 1)[-1], page)


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
    voorvoegsel: str = Field(default="", pattern=r"^[a-z0-9]{0,20}$")  # of indicators of its kenmerken; empty: its name
    soort: KenmerkSoort = "telling"  # what figures in the import contract are, unless a row says so itself
    omvang_mb: int = 10  # size of one release, estimated, for the plan of `veerkracht begin`
    drift: Drift = Drift()
    onleesbaar: float = Field(default=0.5, ge=0, lt=1)  # share of unreadable cells above which a column has no figures
    releases: tuple[Release, ...] = ()
    patronen: tuple[Patroon, ...] = ()  # where releases of later years are looked for
    lijst: str | None = None  # the publisher's list of tables, with the day on which each was changed

    @model_validator(mode="after")
    def _has_list(self) -> "Source":
        titled = [patroon.release for patroon in self.patronen if patroon.titel]
        if titled and not self.lijst:
            raise ValueError(
                f"patroon `{titled[0]}` zoekt op `titel`; geef bij de bron `lijst`: waar de tabellen staan"
            )
        return self

    def release(self, release_id: str) -> Release:
        """The release of that id. Raises KeyError when the catalogue does not list it."""
        for release in self.releases:
            if release.release == release_id:
                return release
        raise KeyError(release_id)
