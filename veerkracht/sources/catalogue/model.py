"""What the catalogue says: sources and their releases, as validated data. Loading files is in `catalogue`."""

import re
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from veerkracht import levels
from veerkracht.paths import Toegang


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
    omvang_mb: int = 10  # size of one release, estimated, for the plan of `veerkracht begin`
    drift: Drift = Drift()
    onleesbaar: float = Field(default=0.5, ge=0, lt=1)  # share of unreadable cells above which a column has no figures
    releases: tuple[Release, ...] = ()

    def release(self, release_id: str) -> Release:
        """The release of that id. Raises KeyError when the catalogue does not list it."""
        for release in self.releases:
            if release.release == release_id:
                return release
        raise KeyError(release_id)
