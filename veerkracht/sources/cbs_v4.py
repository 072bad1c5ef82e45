"""CBS open data v4: observations with measure codes, as bulk zip of CSV files or as archived OData pages.

Any StatLine table by wijk and buurt can be read; what the table must be and hold is asked by the source's reader.
"""

import csv
import difflib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources import tables
from veerkracht.sources.codes import codes_en_niveaus, controleer_dubbel, controleer_soort, gekozen
from veerkracht.sources.csvtekst import lees_csv
from veerkracht.sources.delivery import Delivery
from veerkracht.sources.leden import kies_lid
from veerkracht.sources.model import Release, Source
from veerkracht.sources.paginas import json_rows, paginas, tekst_tabel
from veerkracht.sources.perioden import jaren_van
from veerkracht.sources.zipsafe import open_member, read_member

GEBIED = "WijkenEnBuurten"
_RIJ = "rij in het bestand"
_GEWOON = ("Id", "Measure", GEBIED, "Value", "StringValue", "ValueAttribute", "Perioden")
# Measures that describe the area, by the start of their title: attributes of GEBIEDEN (or of nothing), no figures.
ATTRIBUTEN = {"gemeentenaam": "gemeentenaam", "indelingswijziging": "ind_wbi", "soort regio": None, "codering": None}


@dataclass(frozen=True)
class V4:
    """A v4 delivery as text: observations as a table, code lists as rows."""

    bestand: str
    observations: pa.Table
    measures: list[dict[str, str]]
    areas: list[dict[str, str]]
    properties: dict[str, str]


def read_zip(bestand: Path) -> V4:
    """Bulk zip with `Observations.csv, MeasureCodes.csv, WijkenEnBuurtenCodes.csv, Properties.csv`."""
    properties = _csv_rows(bestand, "Properties.csv")
    return V4(
        bestand=f"{bestand.name}/Observations.csv",
        observations=_observations_csv(bestand),
        measures=_csv_rows(bestand, "MeasureCodes.csv"),
        areas=_csv_rows(bestand, f"{GEBIED}Codes.csv"),
        properties=properties[0] if properties else {},
    )


def read_pages(bestand: Path) -> V4:
    """Archived OData pages: `pagina-00001.json` … with the code lists as JSON beside them."""
    rows = [tekst_tabel(json_rows(bestand, pagina)) for pagina in paginas(bestand)]
    properties = json_rows(bestand, "Properties.json", verplicht=False)
    return V4(
        bestand=bestand.name,
        observations=pa.concat_tables([table for table in rows if table.num_columns] or rows[:1]),
        measures=json_rows(bestand, "MeasureCodes.json"),
        areas=json_rows(bestand, f"{GEBIED}Codes.json", verplicht=False),
        properties=properties[0] if properties else {},
    )


def delivery(v4: V4, bron: Source, release: Release, keuze: Mapping[str, str]) -> Delivery:
    """Figures, areas and facts; of the dimensions in `keuze` only that one key is taken.

    Raises DeliveryError when a column, the code list of a measure or an area code is not as CBS delivers it.
    """
    obs = _gekozen_rijen(v4, keuze)
    rijen = obs[_RIJ].to_numpy()
    codes, niveaus = codes_en_niveaus(obs[GEBIED], GEBIED, v4.bestand, lambda i: rijen[i])
    jaar = jaren_van(obs["Perioden"], release, v4.bestand) if "Perioden" in obs.column_names else release.jaren[0]
    meting = pc.utf8_trim_whitespace(obs["Measure"]).combine_chunks().dictionary_encode()
    controleer_dubbel(codes, v4.bestand, lambda i: rijen[i], meting, *([] if isinstance(jaar, int) else [jaar]))
    lijst = {(row["Identifier"] or "").strip(): row for row in v4.measures}
    _controleer_metingen(v4.bestand, meting.dictionary.to_pylist(), lijst)
    _controleer_soort(v4, obs, meting, niveaus, lijst)
    rows = _waarnemingen(bron, release, obs, meting, codes, niveaus, jaar, lijst)
    areas = _gebieden(bron, release, v4, obs, meting, codes, niveaus, jaar, lijst)
    items = [
        tables.Feit("aantal_rijen", v4.observations.num_rows),
        tables.Feit("aantal_observaties", v4.observations.num_rows),
        tables.Feit("aantal_kolommen", len(v4.observations.column_names)),
        tables.Feit("aantal_metingen", len(meting.dictionary)),
        *_metingen_zonder_rij(lijst, meting.dictionary.to_pylist()),
        *tables.gewone_feiten(rows, areas),
    ]
    return Delivery(rows, areas, tables.feiten(bron, release, items))


def controleer_meting(v4: V4, made: Delivery, code: str, titel: str) -> None:
    """Raise DeliveryError, naming the measures of the nearest titles, when a measure has no observation at all."""
    if code in made.waarnemingen["kolom"].unique().to_pylist():
        return
    titels = {(row.get("Title") or "").strip(): (row.get("Identifier") or "").strip() for row in v4.measures}
    lijkt = [f"{titels[hit]} ({hit})" for hit in difflib.get_close_matches(titel, titels, n=4, cutoff=0.5)]
    raise DeliveryError(
        f"{v4.bestand}: geen enkele observatie van meetcode {code} ({titel}); het meest lijken: "
        f"{', '.join(lijkt) or 'geen'}. Is dit de tabel van de uitgever, volledig?"
    )


def _gekozen_rijen(v4: V4, keuze: Mapping[str, str]) -> pa.Table:
    obs = v4.observations
    for naam in ("Measure", GEBIED, "Value", *keuze):
        tables.kies_kolom(v4.bestand, obs.column_names, naam)
    vreemd = [naam for naam in obs.column_names if naam not in _GEWOON and naam not in keuze]
    if vreemd:
        raise DeliveryError(
            f"{v4.bestand}: de tabel heeft de onbekende dimensie {', '.join(vreemd)}; verwacht zijn "
            f"{', '.join((*_GEWOON, *keuze))}. Met een extra dimensie staat een gebied er vaker in."
        )
    eerste = 2 if v4.bestand.endswith(".csv") else 1  # below the header, or the first record of the pages
    obs = obs.append_column(_RIJ, pa.array(np.arange(eerste, obs.num_rows + eerste)))
    for naam, waarde in keuze.items():
        obs = obs.filter(pc.equal(pc.utf8_trim_whitespace(obs[naam]), waarde))
    if not obs.num_rows:
        raise DeliveryError(f"{v4.bestand}: geen enkele observatie" + (f" met {dict(keuze)}." if keuze else "."))
    return obs


def _controleer_metingen(bestand: str, gebruikt: list[str], lijst: Mapping[str, dict]) -> None:
    onbekend = [code for code in gebruikt if code not in lijst]
    if onbekend:
        raise DeliveryError(
            f"{bestand}: {len(onbekend)} meetcodes staan niet in MeasureCodes, zoals {onbekend[0]!r}; "
            "zonder titel en eenheid zijn ze niet te duiden. De onderdelen zijn van verschillende tabellen of momenten."
        )


def _controleer_soort(v4: V4, obs: pa.Table, meting: pa.DictionaryArray, niveaus: pa.DictionaryArray, lijst) -> None:
    """The level of each code against the publisher's word for it, where the table has that."""
    metingen = [code for code in meting.dictionary.to_pylist() if _attribuut(lijst[code]) == "soort regio"]
    raak = pc.is_in(meting.cast(pa.string()), pa.array(metingen, pa.string()))
    rijen = obs[_RIJ].filter(raak).to_numpy()
    woorden = _waarde(obs.filter(raak))
    controleer_soort(niveaus.filter(raak), woorden, "Soort regio", v4.bestand, lambda i: rijen[i])


def _attribuut(meting: Mapping[str, str]) -> str | None:
    titel = (meting.get("Title") or "").strip().lower()
    return next((start for start in ATTRIBUTEN if titel.startswith(start)), None)


def _waarnemingen(bron, release, obs, meting, codes, niveaus, jaar, lijst) -> pa.Table:
    gebruikt = meting.dictionary.to_pylist()
    attribuut = np.array([_attribuut(lijst[code]) is not None for code in gebruikt])
    figuur = pa.array(~attribuut[meting.indices.to_numpy()])
    obs, meting = obs.filter(figuur), meting.filter(figuur)
    index = meting.indices.to_numpy()
    return tables.waarnemingen(
        bron,
        release,
        obs.num_rows,
        jaar=jaar if isinstance(jaar, int) else jaar.filter(figuur),
        niveau=niveaus.filter(figuur),
        gebiedscode=codes.filter(figuur),
        kolom=gekozen(gebruikt, index),
        waarde=_waarde(obs),
        titel=gekozen([(lijst[code].get("Title") or "").strip() or None for code in gebruikt], index),
        eenheid=gekozen([(lijst[code].get("Unit") or "").strip() or None for code in gebruikt], index),
    )


def _waarde(obs: pa.Table) -> pa.ChunkedArray:
    """Value, else StringValue, else why there is none (ValueAttribute)."""
    waarde = pc.fill_null(obs["Value"], "")
    for naam in ("StringValue", "ValueAttribute"):
        if naam in obs.column_names:
            waarde = pc.if_else(pc.equal(waarde, ""), pc.fill_null(obs[naam], ""), waarde)
    return pc.if_else(pc.equal(waarde, "None"), "", waarde)


def _gebieden(bron, release, v4, obs, meting, codes, niveaus, jaar, lijst) -> pa.Table:
    """Every area of an observation and year, with its name of the code list and its attribute measures."""
    jaren = jaar if not isinstance(jaar, int) else pa.repeat(pa.scalar(jaar, pa.int16()), obs.num_rows)
    basis = pa.table({"gebiedscode": codes.cast(pa.string()), "niveau": niveaus.cast(pa.string()), "jaar": jaren})
    uniek = basis.group_by(["gebiedscode", "niveau", "jaar"]).aggregate([])
    namen = {(row["Identifier"] or "").strip(): row.get("Title") for row in v4.areas}
    kolommen = {"gebiedsnaam": pa.array([namen.get(code) for code in uniek["gebiedscode"].to_pylist()], pa.string())}
    for start, attribuut in ATTRIBUTEN.items():
        metingen = [code for code in meting.dictionary.to_pylist() if _attribuut(lijst[code]) == start]
        if attribuut and metingen:
            raak = pc.is_in(meting.cast(pa.string()), pa.array(metingen))
            paren = zip(basis.filter(raak).to_pylist(), _waarde(obs).filter(raak).to_pylist(), strict=True)
            per_gebied = {(rij["gebiedscode"], rij["jaar"]): waarde for rij, waarde in paren}
            sleutels = zip(uniek["gebiedscode"].to_pylist(), uniek["jaar"].to_pylist(), strict=True)
            kolommen[attribuut] = pa.array([per_gebied.get(sleutel) for sleutel in sleutels], pa.string())
    return tables.gebieden(bron, release, uniek["gebiedscode"], uniek["niveau"], jaar=uniek["jaar"], **kolommen)


def _metingen_zonder_rij(lijst: Mapping[str, dict], gebruikt: list[str]) -> list[tables.Feit]:
    zonder = [code for code in lijst if code not in set(gebruikt)]
    return [tables.Feit("metingen_zonder_observatie", len(zonder), toelichting=", ".join(zonder) or None)]


def _observations_csv(bestand: Path) -> pa.Table:
    with open_member(bestand, kies_lid(bestand, "Observations.csv")) as stream:
        return lees_csv(stream, f"{bestand.name}/Observations.csv", ";", regeleinden_in_cel=True)


def _csv_rows(bestand: Path, naam: str) -> list[dict[str, str]]:
    text = read_member(bestand, kies_lid(bestand, naam)).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))
