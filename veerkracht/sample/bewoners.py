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
COURSE = {"verbetert": -0.75, "verslechtert": 0.75, "neutraal": 0.0}  # change of the field in ten years
ONV_COURSE = {"verbetert": 0.045, "verslechtert": -0.055, "neutraal": 0.0}  # besides what the field does
BETA = -0.030  # change of onv per unit of change of the field
ONV_LAND = 0.010  # change of onv of the whole country in ten years
DIMENSIES = ("fys", "onv", "soc", "vrz", "won")
ONBEWOOND = 1.0  # persons; a vlek that starts below it stays empty


def find_business_parks(count: int, seed: int) -> np.ndarray:
    """Which generated buurten are business parks, with hardly anyone living there."""
    park = stream(seed, "bedrijven").random(count) < BEDRIJVEN
    park[0] = False
    return park


@dataclass
class Bewoners:
    """The state of every vlek in every year."""

    land: Landschap
    parks: np.ndarray
    seed: int
    waarheid: Waarheid = Waarheid.gepland

    def __post_init__(self) -> None:
        land, buurt = self.land, np.maximum(self.land.buurt, 0)
        self.n = len(land.vlekken)
        self.on_land = land.soort == LAND
        rng = stream(self.seed, "velden")
        scale = land.radius
        smooth = lambda *lengths: sum(_smooth_field(land.xy, scale * l, rng) for l in lengths) / len(lengths) ** 0.5  # noqa: E731, E741
        per_buurt = lambda sd: rng.normal(0, sd, int(land.buurt.max()) + 1)[buurt]  # noqa: E731
        distance = np.hypot(*(land.xy - land.gemeente_xy[land.gemeente]).T)
        width = np.sqrt(np.pi * scale**2 / len(land.gemeente_xy))
        self.urban = np.exp(-((distance / (0.35 * width)) ** 2)) * np.where(land.gemeente == 0, 1.0, 0.75)
        self.face = self._two_faces(width)
        self.v0 = 0.55 * smooth(0.12, 0.35) + 0.30 * per_buurt(1) + 0.15 * rng.normal(0, 1, self.n) + 0.35 * self.urban
        self.v0 += self.face
        self.course = self._make_course(0.10 * smooth(0.3) + per_buurt(0.16), rng)
        self.bezit = 0.8 * per_buurt(1) + 0.4 * smooth(0.2)
        self.old = 0.5 * smooth(0.25) + 0.4 * per_buurt(1)
        self.veerkracht = np.where(self._in_story(), 0, 0.010 * smooth(0.15) + per_buurt(0.012))
        self.niveau = {d: 0.02 * smooth(0.2) + per_buurt(0.025 if d == "onv" else 0.012) for d in DIMENSIES}
        self.basis, self.growth = self._populate(per_buurt, rng)
        self.ha = _hectares(land)
        self._u: dict[str, np.ndarray] = {}
        self._plant(PLANNEN[self.waarheid])

    def _two_faces(self, width: float) -> np.ndarray:
        """In the city the field is high on the eastern side and low on the western one."""
        across = (self.land.xy - self.land.gemeente_xy[0])[:, 0] / (0.22 * width)
        return np.where(self.land.gemeente == 0, 1.15 * np.tanh(across), 0.0)

    def _in_story(self) -> np.ndarray:
        return np.isin(self.land.gemeente, list(VERHAAL.values()))

    def _make_course(self, own: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        course = own + rng.normal(0, 0.12, len(self.land.gemeente_xy))[self.land.gemeente]
        for soort, gemeente in VERHAAL.items():
            course = np.where(self.land.gemeente == gemeente, COURSE[soort] + 0.5 * own * (soort != "neutraal"), course)
        return course

    def _plant(self, plan: Plan) -> None:
        """Leave of the planned changes what the truth of this country holds, in the areas that it gives them to."""
        self.extra = self.veerkracht.copy()  # change of onv in ten years besides what field and country do
        for soort, gemeente in VERHAAL.items():
            self.extra = np.where(self.land.gemeente == gemeente, ONV_COURSE[soort], self.extra)
        if plan.geschud:
            self.course, self.extra = self._deal("koers", self.course), self._deal("extra", self.extra)
        still = np.zeros(self.n)
        self.course = self.course if plan.veld_beweegt else still
        self.extra = self.extra if plan.onv_beweegt else still
        self.growth = self.growth if plan.mensen_bewegen else still
        self.beta = BETA if plan.onv_beweegt else 0.0
        self.plan = plan

    def _deal(self, name: str, change: np.ndarray) -> np.ndarray:
        """Each buurt gets the change of another one. Each change is dealt by itself: together the gemeenten of the
        story, where both are planted, would change how nuisance goes along with vulnerability in the whole country."""
        buurten, first = np.unique(self.land.buurt[self.on_land], return_index=True)
        giver = np.zeros(int(self.land.buurt.max()) + 1, int)
        giver[buurten] = np.flatnonzero(self.on_land)[stream(self.seed, "geschud", name).permutation(first)]
        return change[giver[np.maximum(self.land.buurt, 0)]]

    def _populate(
        self, per_buurt: Callable[[float], np.ndarray], rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Inhabitants in 2014 (a real number) and yearly growth of each vlek."""
        land, buurt = self.land, np.maximum(self.land.buurt, 0)
        urban = self.urban[np.unique(buurt[self.on_land], return_index=True)[1]]
        ids = np.unique(buurt[self.on_land])
        sizes = np.zeros(int(land.buurt.max()) + 1)
        sizes[ids] = np.exp(np.log(650) + 0.9 * urban + rng.normal(0, 0.7, len(ids)))
        is_hamlet = rng.random(len(sizes)) < DORP
        is_hamlet[0] = False
        sizes[is_hamlet] = rng.uniform(15, 110, is_hamlet.sum())
        park = rng.random(len(sizes))
        sizes[self.parks] = np.where(park < 0.6, 0, 30 * park)[self.parks]
        weight = rng.gamma(4.0, 1.0, self.n)
        totals = np.bincount(buurt[self.on_land], weight[self.on_land], minlength=len(sizes))
        basis = np.where(self.on_land, np.minimum(sizes, 12_000)[buurt] * weight / totals[buurt], 0)
        new_built = (rng.random(len(sizes)) < 0.03)[buurt] * 0.08
        return basis, 0.004 + per_buurt(0.006) + new_built

    def field_of(self, jaar: int) -> np.ndarray:
        """The hidden field in a year; before 2014 it moved half as fast in the same direction."""
        time = (jaar - 2014) / 10
        return self.v0 + self.course * (time if time > 0 else 0.5 * time)

    def national_time(self, jaar: int, runs: bool) -> float:
        """Years since 2014 for trends of the whole country; where they do not run, a small effect of the year."""
        return jaar - 2014 if runs else float(stream(self.seed, "jaareffect", jaar).normal(0, JAAREFFECT))

    def inwoners(self, jaar: int) -> np.ndarray:
        """Whole persons per vlek."""
        people = self.basis * np.exp(np.clip(self.growth * (jaar - 2014), -0.3, 0.6))
        return np.floor(people + self._fixed("inw")) * (self.basis >= ONBEWOOND)

    def dimensies(self, jaar: int) -> dict[str, np.ndarray]:
        """True scores of the Leefbaarometer's dimensions per vlek."""
        time = self.national_time(jaar, self.plan.onv_beweegt) / 10
        v, n = self.field_of(jaar), self.niveau
        onv = 0.045 - 0.032 * self.v0 - 0.02 * self.urban + n["onv"]
        return {
            "fys": 0.005 + 0.5 * n["fys"] + 0.004 * time,
            "onv": onv + self.beta * (v - self.v0) + (ONV_LAND + self.extra) * time,
            "soc": 0.040 - 0.035 * v - 0.03 * self.urban + n["soc"] - 0.006 * time,
            "vrz": -0.075 + 0.16 * self.urban + n["vrz"] + 0.009 * time,
            "won": 0.030 - 0.028 * v + n["won"] + 0.011 * time,
        }

    def _fixed(self, name: str) -> np.ndarray:
        """The same uniform number per vlek in every year, so that counts do not jump by chance."""
        if name not in self._u:
            self._u[name] = stream(self.seed, "u", name).random(self.n).astype(np.float32)
        return self._u[name]

    def count(self, name: str, number: np.ndarray, kans: np.ndarray | float) -> np.ndarray:
        """Whole number of `number` per vlek for whom something of that chance holds."""
        return np.floor(number * kans + self._fixed(name) * (number > 0))


def _smooth_field(xy: np.ndarray, length: float, rng: np.random.Generator, waves: int = 48) -> np.ndarray:
    """A smooth random field of unit variance with that correlation length (m)."""
    direction, phase = rng.normal(0, 1 / length, (waves, 2)), rng.uniform(0, 2 * np.pi, waves)
    total = np.zeros(len(xy))
    for w, f in zip(direction, phase, strict=True):
        total += np.cos(xy @ w + f)
    return total * np.sqrt(2 / waves)


def _hectares(land: Landschap) -> np.ndarray:
    import shapely

    return shapely.area(land.vlekken) / 1e4
