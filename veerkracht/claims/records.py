"""What is read of a map of change, and what the check says of it."""

from dataclasses import dataclass

import numpy as np

SAMENLOOP, RELATIEF = "samenloop", "veerkracht_relatief"
LANDELIJK = "veerkracht"
ONDERWERPEN = ("kwetsbaarheid", "onv", SAMENLOOP, LANDELIJK, RELATIEF)  # of maps 4, 6, 7, 8 and 9
CLASSES = range(1, 6)


@dataclass(frozen=True)
class MapOfChange:
    """One map of change at one level, on one indeling, in one period.

    Its areas have a class; each array has one position an area.

    `kans` chance of the claim of the class, `gekrompen` posterior mean, `laag`-`hoog` its interval, `gemeten` the
    difference as measured with standard error `se`, `waar` what truly changed; NaN where it does not apply or is not
    known. A map of two changes at once has kwetsbaarheid in `waar` and `delta`, onv in `waar_2` and `delta_2`, and the
    chance that both rose in `p_beide`. Units of the measure of the map; `labels` one a class.
    """

    kaart_id: str
    onderwerp: str  # one of ONDERWERPEN
    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    labels: dict[int, str]
    delta: float
    delta_2: float
    klasse: np.ndarray
    kans: np.ndarray
    inwoners: np.ndarray
    gekrompen: np.ndarray
    laag: np.ndarray
    hoog: np.ndarray
    gemeten: np.ndarray
    se: np.ndarray
    p_beide: np.ndarray
    waar: np.ndarray
    waar_2: np.ndarray


@dataclass(frozen=True)
class ClassClaim:
    """One class of a map: what it claims of how many areas, and of how many that is not so."""

    klasse: int
    label: str
    gebieden: int
    inwoners: float
    verwacht_onjuist: float | None  # areas; None for the class that claims nothing
    onjuist: int | None  # areas that did not truly change beyond the threshold to that side; None: truth not known
    verkeerd: int | None  # of those the ones that truly changed to the other side


@dataclass(frozen=True)
class FoundChanges:
    """Areas that truly changed beyond the threshold to one side, and how many of them the map colours so."""

    gebieden: int
    gevonden: int


@dataclass(frozen=True)
class Estimate:
    """The figures of a map of one change against the truth; None where there is nothing to take one of."""

    rmse: float | None  # of the posterior mean, in units of the map
    rmse_gemeten: float | None  # of the difference as measured
    correlatie: float | None  # of the posterior mean with the truth
    binnen: float | None  # share of the areas whose interval holds the truth: 8 of 10 were promised
    fout_kwadraat: float | None  # mean of min(((measured - true) / se)², 25): 1 when se is right


@dataclass(frozen=True)
class Against:
    """A map against the truth. Shares (0-1) are None where nothing is coloured."""

    gebieden: int  # with a class, of which the truth is known
    verslechterd: FoundChanges
    verbeterd: FoundChanges
    duidelijk_onjuist: float | None  # share of the areas coloured duidelijk
    duidelijk_verkeerd: float | None
    gekleurd_onjuist: float | None  # share of all coloured areas
    gekleurd_verkeerd: float | None
    schatting: Estimate | None  # None for a map of two changes, which has no one estimate


@dataclass(frozen=True)
class BothRose:
    """Inhabitants of areas where vulnerability and nuisance both rose beyond the threshold."""

    verwacht: float
    waar: float | None
    van: float  # all inhabitants of the areas with a class


@dataclass(frozen=True)
class MapClaims:
    """The claims of one map, level, indeling and period. `klassen` has every class, also without areas."""

    kaart_id: str
    onderwerp: str
    niveau: str
    indeling: int
    jaar_van: int
    jaar_tot: int
    delta: float
    gebieden: int
    inwoners: float
    duidelijk: int
    gekleurd: int
    klassen: tuple[ClassClaim, ...]
    waarheid: Against | None
    beide: BothRose | None

    @property
    def aandeel_duidelijk(self) -> float:
        return self.duidelijk / self.gebieden if self.gebieden else 0.0

    @property
    def aandeel_gekleurd(self) -> float:
        return self.gekleurd / self.gebieden if self.gebieden else 0.0

    @property
    def verwacht_onjuist(self) -> float:
        """Areas of which the claim is expected to be untrue, over all classes that claim something."""
        return sum(one.verwacht_onjuist or 0.0 for one in self.klassen)
