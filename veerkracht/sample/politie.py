"""Registered nuisance of the police in the layout of table 47024NED: pages of UntypedDataSet, years and months.

Poisson counts around the planted nuisance (the true score `onv`) and, since the police counts where it happened, around
the shops in the middle of a gemeente. The keys of Overlast are made up, its titles and the shape are the publisher's.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from veerkracht.sample.bewoners import Bewoners
from veerkracht.sample.cijfers import order_gebieden, sums_of
from veerkracht.sample.files import write_zip
from veerkracht.sample.indelingen import Indeling
from veerkracht.sample.streams import stream

Peilperiode = tuple[int, int]  # year, and month; month 0 is the whole year
TABLE, ONDERWERP = "47024NED", "GeregistreerdeOverlast_1"
JAREN, MAANDJAAR = tuple(range(2014, 2023)), 2023  # published as years; as twelve months
LAST = (2024, 3)  # the newest month, of which only a part is registered
LAST_SHARE = 0.4
PER_INWONER, PER_WINKELGEBIED = 0.025, 6.0  # a year, where onv is average
TOTAL = "A000001"
HELLING = -12.0  # change of the logarithm of the count per unit of onv
ONBEWOOND = 10  # inhabitants below which a buurt or wijk has no figure
PER_PAGE = 10_000


@dataclass(frozen=True)
class OverlastSoort:
    """A kind of nuisance: its title and its share in all of it."""

    titel: str
    share: float


SOORTEN = {
    TOTAL: OverlastSoort("Totaal registraties overlast", 1.0),
    "A000002": OverlastSoort("Melding overlast jeugd", 0.3),
}


def expected_counts(b: Bewoners, jaar: int) -> np.ndarray:
    """Expected registrations of a year per vlek."""
    basis = PER_INWONER * b.inwoners(jaar) + PER_WINKELGEBIED * (b.urban > 0.9) * b.on_land
    return basis * np.exp(HELLING * (b.dimensies(jaar)["onv"] - 0.04))


def count_overlast(b: Bewoners, i: Indeling, jaar: int, maand: int = 0, soort: str = TOTAL) -> np.ndarray:
    """Counts stacked land, gemeenten, wijken, buurten; month 0 is the year. The total holds its parts."""
    parts = [other for other in SOORTEN if other != TOTAL] if soort == TOTAL else []
    share = SOORTEN[soort].share - sum(SOORTEN[other].share for other in parts)
    scale = (1 / 12 if maand else 1) * (LAST_SHARE if (jaar, maand) == LAST else 1)
    drawn = stream(b.seed, "politie", jaar, maand, soort).poisson(expected_counts(b, jaar) * share * scale)
    return sums_of(drawn.astype(float), i) + sum(count_overlast(b, i, jaar, maand, other) for other in parts)


def write_pages(
    file: Path, b: Bewoners, i: Indeling, periods: Sequence[Peilperiode], soorten: Sequence[str] = tuple(SOORTEN)
) -> Path:
    """Archived pages of these periods and kinds of nuisance."""
    rows = list(_records(b, i, periods, soorten))
    pages = [rows[k : k + PER_PAGE] for k in range(0, len(rows), PER_PAGE)]
    members = {f"pagina-{n:05d}.json": _json({"value": page}) for n, page in enumerate(pages, start=1)}
    dimensions = (("Overlast", "Dimension"), ("WijkenEnBuurten", "GeoDimension"), ("Perioden", "TimeDimension"))
    properties = [{"Key": name, "Type": soort, "Title": name, "Unit": ""} for name, soort in dimensions]
    properties.append({"Key": ONDERWERP, "Type": "Topic", "Title": "Geregistreerde overlast", "Unit": "aantal"})
    properties += [
        {"Key": name, "Type": "Topic", "Title": name, "Unit": ""} for name in ("Gemeentenaam_2", "SoortRegio_3")
    ]
    members["DataProperties.json"] = _json({"value": properties})
    members["TableInfos.json"] = _json(
        {"value": [{"Identifier": TABLE, "Title": "Geregistreerde overlast; wijk, buurt"}]}
    )
    areas = order_gebieden(i, i.jaar)
    titles = [{"Key": f"{code:<10}", "Title": name} for code, name in zip(areas.codes, areas.names, strict=True)]
    members["WijkenEnBuurten.json"] = _json({"value": titles})
    members["Overlast.json"] = _json(
        {"value": [{"Key": f"{k:<8}", "Title": soort.titel} for k, soort in SOORTEN.items()]}
    )
    return write_zip(file, members)


def published_periods(large: bool) -> list[Peilperiode]:
    """What the delivery of the sample holds; a few years of a large country, since it makes many rows."""
    if large:
        return whole_years((2014, 2018, 2022, 2024))
    return [
        *whole_years(JAREN),
        *((MAANDJAAR, maand) for maand in range(1, 13)),
        *((LAST[0], maand) for maand in range(1, LAST[1] + 1)),
    ]


def whole_years(jaren: Iterable[int]) -> list[Peilperiode]:
    """Years that are published as such."""
    return [(jaar, 0) for jaar in jaren]


def _records(
    b: Bewoners, i: Indeling, periods: Sequence[Peilperiode], soorten: Sequence[str]
) -> Iterator[dict[str, object]]:
    rows, number = order_gebieden(i, i.jaar), 0
    fine = np.isin(rows.soorten, ["Wijk", "Buurt"])
    for soort in soorten:
        for jaar, maand in periods:
            blank = fine & (sums_of(b.inwoners(jaar), i)[rows.bron] < ONBEWOOND)
            counts = count_overlast(b, i, jaar, maand, soort)[rows.bron]
            for n, code in enumerate(rows.codes):
                yield {
                    "ID": number,
                    "Overlast": f"{soort:<8}",
                    "WijkenEnBuurten": f"{code:<10}",
                    "Perioden": f"{jaar}MM{maand:02d}" if maand else f"{jaar}JJ00",
                    ONDERWERP: None if blank[n] else f"{int(counts[n]):8d}",
                    "Gemeentenaam_2": f"{rows.gemeentenamen[n]:<40}",
                    "SoortRegio_3": f"{rows.soorten[n]:<10}",
                }
                number += 1


def _json(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
