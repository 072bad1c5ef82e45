"""The people of the fictitious country: a hidden field of vulnerability and what follows from it, per vlek and year.

Everything is an integer count or a sum over vlekken, so that each vintage and level is a sum of the same truth.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from veerkracht.sample.landschap import LAND, Landschap
from veerkracht.sample.plannen import JAAREFFECT, PLANNEN, Plan, Waarheid
from veerkracht.sample.streams import stream

BEDRIJVEN, DORP = 0.05, 0.06  # share of business parks, of hamlets with few people
VERHAAL = {"verbetert": 2, "verslechtert": 3, "neutraal": 4}  # index of the gemeenten of the planted story
KOERS = {"verbetert": -0.75, "verslechtert": 0.75, "neutraal": 0.0}  # change of the field in ten years
ONV_KOERS = {"verbetert": 0.045, "verslechtert": -0.055, "neutraal": 0.0}  # besides what the field does
BETA = -0.030  # change of onv per unit of change of the field
ONV_LAND = 0.010  # change of onv of the whole country in ten years
DIMENSIES = ("fys", "onv", "soc", "vrz", "won")
ONBEWOOND = 1.0  # persons; a vlek that starts below it stays empty


def bedrijventerreinen(aantal: int, seed: int) -> np.ndarray:
    """Which generated buurten are business parks, with hardly anyone living there."""
    park = stream(seed, "bedrijven").random(aantal) < BEDRIJVEN
    park[0] = False
    return park


@dataclass
class Bewoners:
    """The state of every vlek in every year."""

    land: Landschap
    bedrijven: np.ndarray
    seed: int
    waarheid: Waarheid = Waarheid.gepland

    def __post_init__(self) -> None:
        land, buurt = self.land, np.maximum(self.land.buurt, 0)
        self.n = len(land.vlekken)
        self.op_land = land.soort == LAND
        rng = stream(self.seed, "velden")
        schaal = land.straal
        glad = lambda *lengten: sum(_smooth_field(land.xy, schaal * l, rng) for l in lengten) / len(lengten) ** 0.5  # noqa: E731, E741
        per_buurt = lambda sd: rng.normal(0, sd, int(land.buurt.max()) + 1)[buurt]  # noqa: E731
        afstand = np.hypot(*(land.xy - land.gemeente_xy[land.gemeente]).T)
        breedte = np.sqrt(np.pi * schaal**2 / len(land.gemeente_xy))
        self.stads = np.exp(-((afstand / (0.35 * breedte)) ** 2)) * np.where(land.gemeente == 0, 1.0, 0.75)
        self.gezicht = self._two_faces(breedte)
        self.v0 = 0.55 * glad(0.12, 0.35) + 0.30 * per_buurt(1) + 0.15 * rng.normal(0, 1, self.n) + 0.35 * self.stads
        self.v0 += self.gezicht
        self.koers = self._make_koers(0.10 * glad(0.3) + per_buurt(0.16), rng)
        self.bezit = 0.8 * per_buurt(1) + 0.4 * glad(0.2)
        self.oud = 0.5 * glad(0.25) + 0.4 * per_buurt(1)
        self.veerkracht = np.where(self._in_story(), 0, 0.010 * glad(0.15) + per_buurt(0.012))
        self.niveau = {d: 0.02 * glad(0.2) + per_buurt(0.025 if d == "onv" else 0.012) for d in DIMENSIES}
        self.basis, self.groei = self._populate(per_buurt, rng)
        self.ha = _hectares(land)
        self._u: dict[str, np.ndarray] = {}
        self._plant(PLANNEN[self.waarheid])

    def _two_faces(self, breedte: float) -> np.ndarray:
        """In the city the field is high on the eastern side and low on the western one."""
        dwars = (self.land.xy - self.land.gemeente_xy[0])[:, 0] / (0.22 * breedte)
        return np.where(self.land.gemeente == 0, 1.15 * np.tanh(dwars), 0.0)

    def _in_story(self) -> np.ndarray:
        return np.isin(self.land.gemeente, list(VERHAAL.values()))

    def _make_koers(self, eigen: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        koers = eigen + rng.normal(0, 0.12, len(self.land.gemeente_xy))[self.land.gemeente]
        for soort, gemeente in VERHAAL.items():
            koers = np.where(self.land.gemeente == gemeente, KOERS[soort] + 0.5 * eigen * (soort != "neutraal"), koers)
        return koers

    def _plant(self, plan: Plan) -> None:
        """Leave of the planned changes what the truth of this country holds, in the areas that it gives them to."""
        self.extra = self.veerkracht.copy()  # change of onv in ten years besides what field and country do
        for soort, gemeente in VERHAAL.items():
            self.extra = np.where(self.land.gemeente == gemeente, ONV_KOERS[soort], self.extra)
        if plan.geschud:
            self.koers, self.extra = self._deal("koers", self.koers), self._deal("extra", self.extra)
        still = np.zeros(self.n)
        self.koers = self.koers if plan.veld_beweegt else still
        self.extra = self.extra if plan.onv_beweegt else still
        self.groei = self.groei if plan.mensen_bewegen else still
        self.beta = BETA if plan.onv_beweegt else 0.0
        self.plan = plan

    def _deal(self, naam: str, change: np.ndarray) -> np.ndarray:
        """Each buurt gets the change of another one. Each change is dealt by itself: together the gemeenten of the
        story, where both are planted, would change how nuisance goes along with vulnerability in the whole country."""
        buurten, first = np.unique(self.land.buurt[self.op_land], return_index=True)
        giver = np.zeros(int(self.land.buurt.max()) + 1, int)
        giver[buurten] = np.flatnonzero(self.op_land)[stream(self.seed, "geschud", naam).permutation(first)]
        return change[giver[np.maximum(self.land.buurt, 0)]]

    def _populate(
        self, per_buurt: Callable[[float], np.ndarray], rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Inhabitants in 2014 (a real number) and yearly growth of each vlek."""
        land, buurt = self.land, np.maximum(self.land.buurt, 0)
        stad = self.stads[np.unique(buurt[self.op_land], return_index=True)[1]]
        ids = np.unique(buurt[self.op_land])
        omvang = np.zeros(int(land.buurt.max()) + 1)
        omvang[ids] = np.exp(np.log(650) + 0.9 * stad + rng.normal(0, 0.7, len(ids)))
        klein = rng.random(len(omvang)) < DORP
        klein[0] = False
        omvang[klein] = rng.uniform(15, 110, klein.sum())
        park = rng.random(len(omvang))
        omvang[self.bedrijven] = np.where(park < 0.6, 0, 30 * park)[self.bedrijven]
        deel = rng.gamma(4.0, 1.0, self.n)
        som = np.bincount(buurt[self.op_land], deel[self.op_land], minlength=len(omvang))
        basis = np.where(self.op_land, np.minimum(omvang, 12_000)[buurt] * deel / som[buurt], 0)
        nieuwbouw = (rng.random(len(omvang)) < 0.03)[buurt] * 0.08
        return basis, 0.004 + per_buurt(0.006) + nieuwbouw

    def field_of(self, jaar: int) -> np.ndarray:
        """The hidden field in a year; before 2014 it moved half as fast in the same direction."""
        tijd = (jaar - 2014) / 10
        return self.v0 + self.koers * (tijd if tijd > 0 else 0.5 * tijd)

    def national_time(self, jaar: int, runs: bool) -> float:
        """Years since 2014 for trends of the whole country; where they do not run, a small effect of the year."""
        return jaar - 2014 if runs else float(stream(self.seed, "jaareffect", jaar).normal(0, JAAREFFECT))

    def inwoners(self, jaar: int) -> np.ndarray:
        """Whole persons per vlek."""
        aantal = self.basis * np.exp(np.clip(self.groei * (jaar - 2014), -0.3, 0.6))
        return np.floor(aantal + self._fixed("inw")) * (self.basis >= ONBEWOOND)

    def dimensies(self, jaar: int) -> dict[str, np.ndarray]:
        """True scores of the Leefbaarometer's dimensions per vlek."""
        tijd = self.national_time(jaar, self.plan.onv_beweegt) / 10
        v, n = self.field_of(jaar), self.niveau
        onv = 0.045 - 0.032 * self.v0 - 0.02 * self.stads + n["onv"]
        return {
            "fys": 0.005 + 0.5 * n["fys"] + 0.004 * tijd,
            "onv": onv + self.beta * (v - self.v0) + (ONV_LAND + self.extra) * tijd,
            "soc": 0.040 - 0.035 * v - 0.03 * self.stads + n["soc"] - 0.006 * tijd,
            "vrz": -0.075 + 0.16 * self.stads + n["vrz"] + 0.009 * tijd,
            "won": 0.030 - 0.028 * v + n["won"] + 0.011 * tijd,
        }

    def _fixed(self, naam: str) -> np.ndarray:
        """The same uniform number per vlek in every year, so that counts do not jump by chance."""
        if naam not in self._u:
            self._u[naam] = stream(self.seed, "u", naam).random(self.n).astype(np.float32)
        return self._u[naam]

    def count(self, naam: str, aantal: np.ndarray, kans: np.ndarray | float) -> np.ndarray:
        """Whole number of `aantal` per vlek for whom something of that chance holds."""
        return np.floor(aantal * kans + self._fixed(naam) * (aantal > 0))


def _smooth_field(xy: np.ndarray, lengte: float, rng: np.random.Generator, golven: int = 48) -> np.ndarray:
    """A smooth random field of unit variance with that correlation length (m)."""
    hoek, fase = rng.normal(0, 1 / lengte, (golven, 2)), rng.uniform(0, 2 * np.pi, golven)
    som = np.zeros(len(xy))
    for w, f in zip(hoek, fase, strict=True):
        som += np.cos(xy @ w + f)
    return som * np.sqrt(2 / golven)


def _hectares(land: Landschap) -> np.ndarray:
    import shapely

    return shapely.area(land.vlekken) / 1e4
