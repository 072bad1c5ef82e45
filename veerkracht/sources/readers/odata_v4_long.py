"""A v4 delivery to figures, areas and facts: measures that describe an area become attributes, the others figures."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import tables
from veerkracht.sources.readers.codes import (
    check_kind,
    check_once,
    chosen,
    codes_and_niveaus,
    normalised,
)
from veerkracht.sources.readers.delivery import Delivery
from veerkracht.sources.readers.odata_v4 import GEBIED, RIJ, V4, chosen_observations
from veerkracht.sources.readers.pages import Row
from veerkracht.sources.readers.periods import years_of

SOORT = "soort regio"
# Attribute measures by the start of their title, with their column in GEBIEDEN where they have one.
_ATTRIBUTEN = {"gemeentenaam": "gemeentenaam", "indelingswijziging": "ind_wbi", SOORT: None, "codering": None}


@dataclass(frozen=True)
class _Long:
    """Observations taken apart, one entry each; `lijst` are the entries of the code list of `metingen`."""

    waarde: pa.Array
    codes: pa.DictionaryArray
    niveaus: pa.DictionaryArray
    jaren: pa.Array
    meting: pa.DictionaryArray
    lijst: list[Row]
    attribuut: list[str | None]  # of each measure: which attribute of an area it is

    def van(self, attribuut: str | None) -> pa.Array:
        """Which observations are of measures of that attribute; None gives the figures."""
        gezocht = np.array([naam == attribuut for naam in self.attribuut])
        return pa.array(gezocht[self.meting.indices.to_numpy()])


def delivery(v4: V4, source: Source, release: Release, keuze: Mapping[str, str]) -> Delivery:
    """Figures, areas and facts; of the dimensions in `keuze` only that one key is taken.

    Raises DeliveryError for a code that is none, a level that contradicts the publisher's word for it, years that the
    release does not have, or two figures of one area, measure and year.
    """
    obs = chosen_observations(v4, keuze)
    lang = _taken_apart(v4, obs, release)
    rijen = obs[RIJ].to_numpy()
    check_once(lang.codes, v4.called, _row_number(rijen), lang.meting, lang.jaren)
    soort = lang.van(SOORT)
    nummer = _row_number(rijen[soort.to_numpy(zero_copy_only=False)])
    check_kind(lang.niveaus.filter(soort), lang.waarde.filter(soort), "Soort regio", v4.called, nummer)
    rows, areas = _waarnemingen(source, release, lang), _gebieden(source, release, lang, v4)
    zonder = sorted(set(v4.measures) - set(lang.meting.dictionary.to_pylist()))
    items = [
        tables.Feit("aantal_rijen", v4.observations.num_rows),
        tables.Feit("aantal_observaties", v4.observations.num_rows),
        tables.Feit("aantal_kolommen", v4.observations.num_columns),
        tables.Feit("aantal_metingen", len(lang.lijst)),
        tables.Feit("metingen_zonder_observatie", len(zonder), toelichting=", ".join(zonder) or None),
        *tables.usual_feiten(rows, areas),
    ]
    return Delivery(rows, areas, tables.feiten(source, release, items))


def _row_number(rijen: np.ndarray) -> Callable[[int], int]:
    return lambda record: int(rijen[record])


def _taken_apart(v4: V4, obs: pa.Table, release: Release) -> _Long:
    codes, niveaus = codes_and_niveaus(obs[GEBIED], GEBIED, v4.called, _row_number(obs[RIJ].to_numpy()))
    met_perioden = "Perioden" in obs.column_names
    meting = pc.utf8_trim_whitespace(obs["Measure"]).combine_chunks().dictionary_encode()
    lijst = [v4.measures[code] for code in meting.dictionary.to_pylist()]
    return _Long(
        waarde=_value(obs).combine_chunks(),
        codes=codes,
        niveaus=niveaus,
        jaren=years_of(obs["Perioden"], release, v4.called)
        if met_perioden
        else tables.constant(release.jaren[0], obs.num_rows, pa.int16()),
        meting=meting,
        lijst=lijst,
        attribuut=[_attribute(row.get("Title")) for row in lijst],
    )


def _attribute(titel: str | None) -> str | None:
    klein = (titel or "").strip().lower()
    return next((start for start in _ATTRIBUTEN if klein.startswith(start)), None)


def _value(obs: pa.Table) -> pa.ChunkedArray:
    """Value, else StringValue, else why there is none (ValueAttribute)."""
    waarde = pc.fill_null(obs["Value"], "")
    for naam in ("StringValue", "ValueAttribute"):
        if naam in obs.column_names:
            waarde = pc.if_else(pc.equal(waarde, ""), pc.fill_null(obs[naam], ""), waarde)
    return pc.if_else(pc.equal(waarde, "None"), "", waarde)


def _waarnemingen(source: Source, release: Release, lang: _Long) -> pa.Table:
    cijfer = lang.van(None)
    index = lang.meting.indices.filter(cijfer).to_numpy()
    return tables.waarnemingen(
        source,
        release,
        len(index),
        jaar=lang.jaren.filter(cijfer),
        niveau=lang.niveaus.filter(cijfer),
        gebiedscode=lang.codes.filter(cijfer),
        kolom=chosen(lang.meting.dictionary.to_pylist(), index),
        waarde=lang.waarde.filter(cijfer),
        titel=chosen([(row.get("Title") or "").strip() or None for row in lang.lijst], index),
        eenheid=chosen([(row.get("Unit") or "").strip() or None for row in lang.lijst], index),
    )


def _gebieden(source: Source, release: Release, lang: _Long, v4: V4) -> pa.Table:
    """Every area and year of an observation, with its name of the code list and its attribute measures."""
    basis = pa.table(
        {"code": lang.codes.cast(pa.string()), "niveau": lang.niveaus.cast(pa.string()), "jaar": lang.jaren}
    )
    uniek = basis.group_by(["code", "niveau", "jaar"]).aggregate([])
    namen = {normalised(code): row.get("Title") for code, row in v4.areas.items()}
    kolommen = {"gebiedsnaam": pa.array([namen.get(code) for code in uniek["code"].to_pylist()], pa.string())}
    for attribuut, kolom in _ATTRIBUTEN.items():
        raak = lang.van(attribuut)
        if kolom and pc.any(raak).as_py():
            sleutels = zip(basis["code"].filter(raak).to_pylist(), basis["jaar"].filter(raak).to_pylist(), strict=True)
            waarden = dict(zip(sleutels, lang.waarde.filter(raak).to_pylist(), strict=True))
            gezocht = zip(uniek["code"].to_pylist(), uniek["jaar"].to_pylist(), strict=True)
            kolommen[kolom] = pa.array([waarden.get(sleutel) for sleutel in gezocht], pa.string())
    return tables.gebieden(source, release, uniek["code"], uniek["niveau"], jaar=uniek["jaar"], **kolommen)
