"""The settings of `instellingen.yaml`, completed by the user's file of that name; handed to dbt as vars."""

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap
from ruamel.yaml.error import YAMLError

from veerkracht.errors import CatalogueError, did_you_mean
from veerkracht.expected import expected
from veerkracht.files import replacing
from veerkracht.gone import GoneSetting, gone_among

PACKAGED = Path(__file__).with_name("instellingen.yaml")
Jaar = int | Literal["nieuwste"]
Vertrouwen = Literal["vragen", "eerste_keer", "nooit"]
WEB_ADDRESS = r"^https://[^\s/\"<>]+(/[^\s\"<>]*)?"
CONTACT, PUBLISHED_AT = rf"^$|^[\w.+-]+@[\w-]+(\.[\w-]+)+$|{WEB_ADDRESS}$", rf"^$|{WEB_ADDRESS}/$"
FORMS = {
    CONTACT: "een e-mailadres, of een webadres dat met https:// begint",
    PUBLISHED_AT: "een webadres dat met https:// begint en met / eindigt",
}  # what a pattern asks, for who wrote the file
OF_INTAKE = {
    "ophalen",
    "vanaf",
    "vertrouwen",
    "spiegel",
}  # decide what comes in, and nothing of an edition of what came in
LEDEN_ONLY = {"kwetsbaarheid_beperkt"}  # names a restricted indicator: in nothing of an openbaar edition


class Settings(BaseModel):
    """All thresholds and periods; meaning of each stands beside it in `instellingen.yaml`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    doel_indeling: Jaar
    dekking_minimum: float = Field(gt=0, le=1)
    inwoners_minimum: int = Field(ge=0)
    sliver_aandeel: float = Field(ge=0, lt=0.1)
    overlap_minimum: float = Field(0.5, gt=0, le=1)
    adressen_minimum: int = Field(10, ge=1)
    ongewijzigd_tot: float = Field(ge=0, lt=1)
    klein_verlegd_tot: float = Field(ge=0, lt=1)
    generalisatiestap_m: float = Field(gt=0)
    ophalen: Literal["kern", "reeks", "alles"]
    vanaf: int = Field(ge=1995)
    vertrouwen: Vertrouwen
    spiegel: str = ""
    gemeenten: tuple[str, ...] = ()
    zonder: tuple[str, ...] = ()
    drift_waarschuwt: float = Field(gt=0, le=1)
    drift_blokkeert: float = Field(gt=0, le=1)
    rapport_van: int
    rapport_tot: Jaar
    perioden: tuple[tuple[int, Jaar], ...]
    edities_bewaren: int = Field(ge=1)
    uitgever_naam: str = Field("", max_length=200)
    uitgever_contact: str = Field("", pattern=CONTACT)
    publicatie_adres: str = Field("", pattern=PUBLISHED_AT)
    cel_minimum: int = Field(ge=10)
    atlas_formaten: tuple[Literal["png", "dia", "a0"], ...] = ()

    kaart_perioden: tuple[tuple[int, Jaar], ...] | Literal["alle"]
    meetjaar_marge: int = Field(ge=0, le=3)
    referentie: Literal["landelijk", "geladen_gebieden"]
    landelijke_dekking_minimum: float = Field(gt=0, le=1)
    referentiejaar: int
    winsor_grens: float = Field(gt=0)
    component_minimum: int = Field(ge=3)
    uitschieter_aandeel: float = Field(gt=0, le=1)
    gewicht_minimum: float = Field(gt=0, le=1)
    themas_minimum: int = Field(ge=1)
    meetafstand_minimum: float = Field(gt=0, le=1)
    kwetsbaarheid_beperkt: tuple[str, ...]
    klassen_minimum: int = Field(ge=2)
    relatief_minimum: int = Field(ge=2)
    delta_aandeel: float = Field(gt=0, le=1)
    duidelijk_vanaf: float = Field(gt=0.5, le=1)
    waarschijnlijk_vanaf: float = Field(gt=0.5, le=1)
    ijking_trekkingen: int = Field(ge=0)
    ijking_gebieden: int = Field(ge=1)
    kaart_gebieden_minimum: int = Field(ge=3)
    gemeente_gebieden_minimum: int = Field(ge=2)
    gemeentemiddeling_minimum: int = Field(ge=3)
    schok_gemeenten_minimum: int = Field(ge=2)
    eigen_lijn_minimum: int = Field(ge=3)
    breuk_plafond: float = Field(gt=1)
    uit_de_lijn_vanaf: float = Field(gt=1)
    onmogelijk_vanaf: float = Field(gt=1)
    opent_vanaf: float = Field(ge=0, le=1)
    signaal_minimum: float = Field(ge=0, le=1)
    clusters_minimum: int = Field(ge=2)
    cluster_gemeenten_minimum: int = Field(ge=2)
    uitschieter_sd: float = Field(gt=0)
    registratie_zeker: float = Field(gt=0.5, le=1)
    noemer_klein: int = Field(ge=0)
    conversie_gebieden_minimum: int = Field(ge=2)
    conversie_vergelijk: int = Field(ge=20)
    conversie_mediaan: float = Field(ge=0, le=1)
    conversie_spreiding: float = Field(ge=0, le=1)
    grootteklassen: tuple[int, ...]
    spreiding_z: float = Field(gt=0)
    spreiding_minimum: float = Field(ge=0)
    trekkingen: int = Field(ge=1)
    trekkingen_gevoeligheid: int = Field(ge=1)
    twijfel_gewichten: float = Field(gt=0)
    twijfel_normalisatie: tuple[float, float, float]
    twijfel_onderdeel_weg: float = Field(ge=0, le=1)
    herverdelingen: int = Field(ge=1)
    permutaties: int = Field(ge=99)
    permutaties_grens: int = Field(ge=99)
    cluster_buurten_minimum: int = Field(ge=3)
    fdr: float = Field(gt=0, lt=1)
    gezichten_minimum: int = Field(ge=1)
    corporatiebuurt_vanaf: float = Field(gt=0, le=100)
    vergelijkbare_gemeenten: int = Field(ge=1)
    gemeente_dekking_minimum: float = Field(gt=0, le=1)

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth(cls, value: object) -> object:
        if isinstance(value, bool):  # Python would take `true` for 1
            raise ValueError("geen instelling is waar of onwaar (true of false)")
        return value

    @field_validator("gemeenten")
    @classmethod
    def _codes(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if wrong := [code for code in codes if not re.fullmatch(r"GM\d{4}", code)]:
            raise ValueError(f"verwacht codes van gemeenten, zoals GM0363; geen code is {', '.join(wrong)}")
        return codes

    @field_validator("twijfel_normalisatie")
    @classmethod
    def _chances(cls, chances: tuple[float, float, float]) -> tuple[float, float, float]:
        if min(chances) < 0 or abs(sum(chances) - 1) > 1e-9:
            raise ValueError(f"twijfel_normalisatie: kansen tellen op tot {sum(chances):g}, niet tot 1")
        return chances

    @field_validator("kwetsbaarheid_beperkt", mode="before")
    @classmethod
    def _one_or_more(cls, value: object) -> object:
        return (value,) if isinstance(value, str) else value

    @field_validator("kwetsbaarheid_beperkt")
    @classmethod
    def _shares(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if not names or not all(re.fullmatch(r"[a-z][a-z0-9_]*_aandeel", name) for name in names):
            raise ValueError("verwacht een of meer namen van aandelen, zoals md_kwetsbaar_hc_aandeel")
        return names

    @model_validator(mode="after")
    def _rising(self) -> "Settings":
        if self.waarschijnlijk_vanaf > self.duidelijk_vanaf:
            raise ValueError("waarschijnlijk_vanaf is groter dan duidelijk_vanaf")
        return self


def load_settings(*folders: Path) -> Settings:
    """Packaged settings, overridden by `instellingen.yaml` of each folder in turn; what is gone has no effect.

    Raises CatalogueError when a file is not YAML, names what never was a setting or gives a value out of range.
    """
    values = _read(PACKAGED)
    settings = _checked(PACKAGED, values)
    for file in _files(folders):
        values |= _known(_read(file))
        settings = _checked(file, values)
    return settings


def gone_lines(*folders: Path) -> list[str]:
    """A sentence for each setting in a user's file that is gone: which file, since when, and what to use now."""
    return [f"{file}: {one.line}" for file in _files(folders) for one in _gone(_read(file))]


def keep_settings(folder: Path, values: Mapping[str, object]) -> Path:
    """Write values into `instellingen.yaml` of a catalogue folder; what else stands there stays, comments too.

    Raises CatalogueError when the result is no settings, and then leaves the file as it was.
    """
    file, yaml = folder / PACKAGED.name, YAML()
    content = (yaml.load(file) if file.is_file() else None) or CommentedMap()
    content.update({name: list(value) if isinstance(value, tuple) else value for name, value in values.items()})
    with replacing(file) as part:
        with part.open("w", encoding="utf-8") as writer:
            yaml.dump(content, writer)
        _checked(file, _read(PACKAGED) | _known(dict(content)))
    return file


def with_values(settings: Settings, values: Mapping[str, object], where: str) -> Settings:
    """The settings with other values, given at a place that an error names. Raises CatalogueError for a wrong one."""
    return _checked(where, settings.model_dump() | dict(values))


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    return (file for folder in folders if (file := folder / PACKAGED.name).is_file())


def _read(file: Path) -> dict[str, object]:
    try:
        found = deepcopy(_loaded(file.read_bytes()))
        if not isinstance(found, dict):
            raise TypeError("verwacht regels als `naam: waarde`, gevonden een lijst of losse tekst")
        return found
    except (YAMLError, TypeError) as error:
        raise CatalogueError(f"{file}: deze instellingen kunnen niet worden gebruikt: {error}") from error


@lru_cache(maxsize=16)
def _loaded(content: bytes) -> object:
    """What a file holds, parsed once a process."""
    return YAML(typ="safe").load(content) or {}


def _known(values: dict[str, object]) -> dict[str, object]:
    """The values without those of settings that are gone."""
    gone = {one.instelling for one in _gone(values)}
    return {name: value for name, value in values.items() if name not in gone}


def _gone(values: dict[str, object]) -> list[GoneSetting]:
    unknown = values.keys() - Settings.model_fields.keys()
    return gone_among(unknown) if unknown else []


def _checked(where: Path | str, values: dict[str, object]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        said = "; ".join(_problems(error))
        raise CatalogueError(f"{where}: {said}{'' if said.endswith('?') else '.'}") from error


def _problems(error: ValidationError) -> Iterator[str]:
    """What is wrong with each setting, in words for who wrote the file."""
    for one in error.errors(include_url=False):
        name = str(one["loc"][0]) if one["loc"] else "het bestand"
        if one["type"] == "extra_forbidden":
            there = f"welke er zijn, staat met hun betekenis in {PACKAGED}"
            yield f"`{name}` is geen instelling; {did_you_mean(name, Settings.model_fields, there)}"
        elif one["type"] == "missing" and len(one["loc"]) == 1:
            yield f"`{name}` ontbreekt"
        else:
            yield f"`{name}`: gevonden {one['input']!r}; {_said(one)}"


def _said(error: ErrorDetails) -> str:
    """What a setting may be; a form in words, for a pattern is for who writes code."""
    pattern = (error.get("ctx") or {}).get("pattern")
    return f"verwacht {FORMS[pattern]}" if pattern else expected(error)
