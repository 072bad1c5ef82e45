"""What CBS would count in a vlek in one year: persons, households, dwellings and the sums behind averages.

Names are those of the columns `teller` and `noemer` in maten.csv.
"""

import numpy as np

from veerkracht.sample.bewoners import Bewoners

Sums = dict[str, np.ndarray]  # one sum a vlek, by the names of `teller` and `noemer` in maten.csv


def make_sums(b: Bewoners, jaar: int) -> Sums:
    """All sums of one year by name, each an array over vlekken; zero on water and abroad."""
    v, t = b.field_of(jaar), b.national_time(jaar, b.plan.veld_beweegt)
    s: Sums = {"inw": b.inwoners(jaar)}
    _add_ages(b, s, t)
    _add_persons(b, s, v)
    _add_households(b, s, v)
    _add_dwellings(b, s, v, t)
    _add_incomes(b, s, v, t)
    _add_education_and_work(b, s, v, t)
    _add_benefits_and_care(b, s, v, t)
    _add_businesses_and_cars(b, s, v)
    _add_space(b, s)
    return s


def _logistic(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def _calibrated(x: np.ndarray, weight: np.ndarray, share: float) -> np.ndarray:
    """Chances with slope x whose weighted mean is the national share (bisection)."""
    low, high = -12.0, 12.0
    for _ in range(40):
        middle = (low + high) / 2
        mean = (_logistic(x + middle) * weight).sum() / weight.sum()
        low, high = (middle, high) if mean < share else (low, middle)
    return _logistic(x + low)


def _divide(b: Bewoners, name: str, number: np.ndarray, shares: list[np.ndarray]) -> list[np.ndarray]:
    """Split whole numbers in parts of those shares; the parts add up."""
    total, limit, found = sum(shares), np.zeros(b.n), []
    previous = np.zeros(b.n)
    for share in shares[:-1]:
        limit = limit + share / total
        now = b.count(name, number, limit)
        found.append(now - previous)
        previous = now
    return [*found, number - previous]


def _add_ages(b: Bewoners, s: Sums, t: float) -> None:
    old, young = b.old + 0.012 * t, 0.15 * b.urban
    shares = [
        0.165 * np.exp(-0.25 * old - young), 0.123 * np.exp(-0.1 * old + young), 0.25 * np.exp(-0.15 * old + young),
        0.275 * np.exp(0.1 * old - young), 0.187 * np.exp(0.55 * old - young),
    ]  # fmt: skip
    s["l00"], s["l15"], s["l25"], s["l45"], s["l65"] = _divide(b, "leeftijd", s["inw"], shares)
    s["l15_75"] = s["l15"] + s["l25"] + s["l45"] + b.count("75", s["l65"], 0.5)
    s["l00_23"] = s["l00"] + b.count("23", s["l15"], 0.8)


def _add_persons(b: Bewoners, s: Sums, v: np.ndarray) -> None:
    one = np.ones(b.n)
    s["man"], s["vrouw"] = _divide(b, "geslacht", s["inw"], [0.497 * one, 0.503 * one])
    shares = [0.47 * np.exp(0.1 * v), 0.40 * np.exp(-0.15 * v), 0.08 * np.exp(0.2 * v), 0.05 * np.exp(0.3 * b.old)]
    s["ongehuwd"], s["gehuwd"], s["gescheiden"], s["verweduwd"] = _divide(b, "burger", s["inw"], shares)
    shares = [0.78 * np.exp(-0.2 * v), 0.10 * one, 0.12 * np.exp(0.4 * v + 0.4 * b.urban)]
    s["nederlands"], s["westers"], s["nietwesters"] = _divide(b, "herkomst", s["inw"], shares)
    s["geboren"] = b.count("geboren", s["inw"], 0.0098)
    s["gestorven"] = b.count("gestorven", s["l65"], 0.042)


def _add_households(b: Bewoners, s: Sums, v: np.ndarray) -> None:
    size = 2.25 * np.exp(-0.18 * b.urban - 0.04 * b.old)
    s["hh"] = b.count("hh", s["inw"], 1 / size)
    shares = [0.36 * np.exp(0.35 * b.urban + 0.1 * v), np.full(b.n, 0.30), 0.34 * np.exp(-0.15 * b.urban)]
    s["hh1"], s["hhz"], s["hhm"] = _divide(b, "hhtype", s["hh"], shares)


def _add_dwellings(b: Bewoners, s: Sums, v: np.ndarray, t: float) -> None:
    s["woning"] = np.floor(s["hh"] * 1.02 + b._fixed("woning") * (s["hh"] > 0))
    bezit = 0.75 * v + 0.75 * b.bezit - 0.02 * t
    corporatie = _logistic(-1.35 + 1.25 * bezit)
    rest = 1 - corporatie
    other = rest * _logistic(-1.9 + 0.7 * b.urban + 0.02 * t)
    unknown = np.full(b.n, 0.006)
    shares = [rest - other, corporatie, other, unknown]
    s["koop"], s["corporatie"], s["overig_huur"], s["onbekend"] = _divide(b, "eigendom", s["woning"], shares)
    s["huur"] = s["corporatie"] + s["overig_huur"]
    s["meergezins"] = b.count("meergezins", s["woning"], _logistic(-1.6 + 2.4 * b.urban + 0.25 * v))
    s["eengezins"] = s["woning"] - s["meergezins"]
    s["leeg"] = b.count("leeg", s["woning"], 0.035)
    young = np.clip(0.12 + 0.008 * t + 2.5 * np.maximum(b.growth - 0.03, 0), 0, 0.95)
    s["jong"] = b.count("jong", s["woning"], young)
    s["oud"] = s["woning"] - s["jong"]
    s["woz"] = s["woning"] * np.exp(5.45 - 0.28 * v + 0.12 * b.urban + 0.045 * t)
    s["ele"] = s["woning"] * np.exp(7.95 - 0.1 * v - 0.22 * b.urban - 0.018 * t)
    s["gas"] = s["woning"] * np.exp(7.22 - 0.08 * v - 0.3 * b.urban - 0.035 * t)


def _add_incomes(b: Bewoners, s: Sums, v: np.ndarray, t: float) -> None:
    hh, inw = s["hh"], s["inw"]
    s["inkont"] = b.count("inkont", inw - s["l00"], 0.93)
    s["inkomen"] = s["inkont"] * np.exp(3.38 - 0.17 * v + 0.028 * t)
    s["hh_inkomen"] = hh * np.exp(3.25 - 0.16 * v + 0.028 * t)
    s["vermogen"] = hh * np.exp(3.6 - 0.7 * v + 0.06 * t)
    s["ink_laag"] = b.count("ink_laag", s["inkont"], _calibrated(0.35 * v, s["inkont"], 0.40))
    s["ink_hoog"] = b.count("ink_hoog", s["inkont"], _calibrated(-0.55 * v, s["inkont"], 0.20))
    s["hh_laag"] = b.count("hh_laag", hh, _calibrated(0.75 * v, hh, 0.40))
    s["hh_hoog"] = b.count("hh_hoog", hh, _calibrated(-0.80 * v, hh, 0.20))
    poor = 0.75 * v - 0.01 * t
    for name, height in (("hh_lkk", -2.75), ("hh_osm", -2.9), ("hh_110", -2.4), ("hh_120", -2.05)):
        s[name] = b.count("hh_arm", hh, _logistic(height + poor))
    s["armoede"] = b.count("armoede", inw, _logistic(-3.6 + poor))
    s["bijna_arm"] = b.count("armoede", inw, _logistic(-2.8 + poor))


def _add_education_and_work(b: Bewoners, s: Sums, v: np.ndarray, t: float) -> None:
    shares = [0.29 * np.exp(0.42 * v - 0.012 * t), np.full(b.n, 0.42), 0.29 * np.exp(-0.45 * v + 0.3 * b.urban)]
    s["opl_laag"], s["opl_midden"], s["opl_hoog"] = _divide(b, "opleiding", s["l15_75"], shares)
    s["opl_bvm"] = b.count("bvm", s["opl_laag"], 0.91)  # the definition of 2023 moves some to the middle
    s["opl_hvm"] = s["opl_midden"] + s["opl_laag"] - s["opl_bvm"]
    s["werkend"] = b.count("werk", s["l15_75"], _logistic(0.85 - 0.22 * v + 0.01 * t))
    s["zelfstandig"] = b.count("zzp", s["werkend"], 0.16)
    s["werknemer"] = s["werkend"] - s["zelfstandig"]


def _add_benefits_and_care(b: Bewoners, s: Sums, v: np.ndarray, t: float) -> None:
    working_age = s["l15"] + s["l25"] + s["l45"]
    s["bijstand"] = b.count("bijstand", working_age, _logistic(-3.45 + 0.95 * v - 0.005 * t))
    s["ao"] = b.count("ao", working_age, _logistic(-2.75 + 0.42 * v))
    s["ww"] = b.count("ww", working_age, _logistic(-3.35 + 0.25 * v - 0.07 * t))
    s["aow"] = b.count("aow", s["l65"], 0.95)
    s["jeugdzorg"] = b.count("jeugdzorg", s["l00_23"], _logistic(-2.2 + 0.35 * v + 0.01 * t))
    s["wmo"] = b.count("wmo", s["inw"], _logistic(-2.75 + 0.45 * v + 0.5 * b.old + 0.01 * t))


def _add_businesses_and_cars(b: Bewoners, s: Sums, v: np.ndarray) -> None:
    park = b.parks[np.maximum(b.land.buurt, 0)] & b.on_land
    s["bedrijf"] = b.count("bedrijf", s["inw"], 0.095 * np.exp(-0.1 * v)) + np.where(park, 20, 0)
    rest = np.maximum(1 - b.urban, 0.02)
    shares = [0.12 * rest, np.full(b.n, 0.2), np.full(b.n, 0.22), np.full(b.n, 0.46)]
    s["bed_a"], s["bed_bf"], s["bed_gi"], _ = _divide(b, "bedrijven", s["bedrijf"], shares)
    s["auto"] = np.floor(s["hh"] * np.exp(0.1 - 0.18 * v - 0.5 * b.urban) + b._fixed("auto") * (s["hh"] > 0))
    s["motor"] = b.count("motor", s["inw"], 0.038 * np.exp(-0.3 * b.urban))


def _add_space(b: Bewoners, s: Sums) -> None:
    s["ha"] = np.where(b.on_land, b.ha, 0)
    s["ha_water"] = s["ha"] * 0.12 * b._fixed("water")
    s["ha_land"] = s["ha"] - s["ha_water"]
    density = np.divide(s["woning"], s["ha_land"], out=np.zeros(b.n), where=s["ha_land"] > 0) * 100
    s["oad"] = s["woning"] * np.minimum(0.6 * density + 1800 * b.urban**2 + 40, 9000)
    far = np.exp(-1.3 * b.urban)
    for name, km in (("km_hp", 1.9), ("km_gs", 1.8), ("km_kv", 1.2), ("km_sc", 1.1)):
        s[name] = s["inw"] * km * far * (0.8 + 0.4 * b._fixed(name))
    s["n_sc"] = s["inw"] * (1.5 + 18 * b.urban)
