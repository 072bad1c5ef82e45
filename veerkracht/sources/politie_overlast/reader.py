"""Reader of the police's registered nuisance per buurt (47024NED), a StatLine table of dataderden: years and months.

Of the dimension Overlast only the total is read. A month becomes a column of its own (`…|MM01`): which months make a
year is decided in dbt. Counts are of the place of occurrence; an empty cell is no zero.
"""

import re
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from veerkracht.errors import DeliveryError
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import odata_v3, statline, tables
from veerkracht.sources.readers.codes import codes_en_niveaus, controleer_dubbel, controleer_soort, gekozen
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.layout import Layout, zip_layout
from veerkracht.sources.readers.pages import json_rows
from veerkracht.sources.readers.periods import controleer_jaren
from veerkracht.sources.readers.properties import controleer_tabel
from veerkracht.sources.readers.statline import STATLINE_CSV
from veerkracht.sources.readers.wide import Breed, Kop

SOORT, PERIODE = "Overlast", "Perioden"
_MAANDEN = [
    *("januari", "februari", "maart", "april", "mei", "juni"),
    *("juli", "augustus", "september", "oktober", "november", "december"),
]
_PERIODE = re.compile(rf"((?:19|20)\d\d)(?:JJ00|MM(0[1-9]|1[0-2])|\s+({'|'.join(_MAANDEN)})\*?)?", re.IGNORECASE)


@dataclass(frozen=True)
class Perioden:
    """Year and month of each record; month 0 is the whole year."""

    jaar: np.ndarray
    maand: np.ndarray


def _v3(bestand: Path, bron: Source, release: Release) -> Delivery:
    v3 = odata_v3.read_pages(bestand)
    controleer_tabel(bestand.name, v3.info, release)
    odata_v3.controleer_dimensies(v3, (SOORT, PERIODE))
    titels = {
        (soort.get("Key") or "").strip(): (soort.get("Title") or "").strip()
        for soort in json_rows(bestand, f"{SOORT}.json", verplicht=False)
    }
    kop = odata_v3.kop_van_gebieden(v3.breed, PERIODE, frozenset({SOORT}))
    return _delivery(_totaal(v3.breed, titels), kop, bron, release, odata_v3.labels(v3), v3.namen)


def _statline(bestand: Path, bron: Source, release: Release) -> Delivery:
    tabel = statline.lees(bestand)
    return _delivery(_totaal(tabel, {}), _statline_kop(tabel), bron, release, {})


def _statline_kop(tabel: Breed) -> Kop:
    """This table has no column of codes beside the areas: then the areas must have been exported as codes."""
    if any(naam.lower().startswith("regioaanduiding/codering") for naam in tabel.kop):
        return statline.kop_van_gebieden(tabel, PERIODE, frozenset({SOORT}))
    regio = frozenset(naam for naam in tabel.kop if naam.startswith("Regioaanduiding/"))
    return Kop(code=statline.GEBIED, periode=PERIODE, geen_cijfer=regio | {SOORT})


def _totaal(tabel: Breed, titels: dict[str, str]) -> Breed:
    """Only the records of all kinds of nuisance together, which the title says: the parts may overlap."""
    cellen = pc.utf8_trim_whitespace(tabel.tabel[tables.kies_kolom(tabel.bestand, tabel.kop, SOORT)])
    soorten = pc.unique(cellen).to_pylist()
    totaal = [soort for soort in soorten if (titels.get(soort) or soort or "").lower().startswith("totaal")]
    if len(totaal) == 1:
        return tabel.met(SOORT, (totaal[0],))
    gezien = ", ".join(sorted(filter(None, soorten))[:8])
    raise DeliveryError(
        f"{tabel.bestand}: welke soort overlast het totaal is, staat er niet eenduidig in (kolom {SOORT!r}: {gezien}). "
        f"Verwacht: één soort met een titel die met `Totaal` begint; haal de tabel opnieuw op met {SOORT}.json erbij."
    )


def _delivery(
    tabel: Breed,
    kop: Kop,
    bron: Source,
    release: Release,
    labels: dict[str, tuple[str | None, str | None]],
    namen: dict[str, str] | None = None,
) -> Delivery:
    codes, niveaus = codes_en_niveaus(tabel.tabel[kop.code], kop.code, tabel.bestand, tabel.rij)
    if kop.soort:
        controleer_soort(niveaus, tabel.tabel[kop.soort], kop.soort, tabel.bestand, tabel.rij)
    ruw = pc.utf8_trim_whitespace(tabel.tabel[tables.kies_kolom(tabel.bestand, tabel.kop, PERIODE)]).combine_chunks()
    controleer_dubbel(codes, tabel.bestand, tabel.rij, ruw)
    perioden = _perioden(ruw, tabel.bestand)
    controleer_jaren(perioden.jaar.tolist(), release, tabel.bestand)
    delen = [
        tables.waarnemingen(
            bron,
            release,
            len(codes),
            jaar=pa.array(perioden.jaar, pa.int16()),
            niveau=niveaus,
            gebiedscode=codes.cast(pa.string()),
            kolom=gekozen([naam, *(f"{naam}|MM{maand:02d}" for maand in range(1, 13))], perioden.maand),
            waarde=pc.fill_null(tabel.tabel[naam], ""),
            titel=labels.get(naam, (None, None))[0],
            eenheid=labels.get(naam, (None, None))[1],
        )
        for naam in tabel.kop
        if naam not in kop.namen
    ]
    if not delen:
        raise DeliveryError(f"{tabel.bestand}: er is geen kolom met cijfers naast {', '.join(tabel.kop)}.")
    rows = pa.concat_tables(delen).unify_dictionaries()
    areas = _gebieden(codes, niveaus, perioden, bron, release, namen or {})
    feiten = [
        tables.Feit("aantal_rijen", tabel.gelezen),
        tables.Feit("aantal_rijen_gekozen", len(codes)),
        *_maandfeiten(perioden),
        *tables.gewone_feiten(rows, areas),
    ]
    return Delivery(rows, areas, tables.feiten(bron, release, feiten))


def _perioden(ruw: pa.Array, bestand: str) -> Perioden:
    """Year and month of `2024JJ00`, `2024MM01`, or the titles `2024` and `2024 januari`."""
    encoded = ruw.dictionary_encode()
    gevonden = {text: _PERIODE.fullmatch(text or "") for text in encoded.dictionary.to_pylist()}
    fout = [text for text, match in gevonden.items() if not match]
    if fout or encoded.null_count:
        raise DeliveryError(
            f"{bestand}: kolom {PERIODE!r}: {fout[0] if fout else ''!r} is geen jaar of maand; verwacht is 2024JJ00 of "
            "2024MM01."
        )
    jaren = np.array([int(match[1]) for match in gevonden.values()], dtype=np.int16)
    maanden = np.array([_maand(match) for match in gevonden.values()], dtype=np.int32)
    index = encoded.indices.to_numpy()
    return Perioden(jaren[index], maanden[index])


def _maand(match: re.Match) -> int:
    return int(match[2]) if match[2] else _MAANDEN.index(match[3].lower()) + 1 if match[3] else 0


def _gebieden(
    codes: pa.DictionaryArray,
    niveaus: pa.DictionaryArray,
    perioden: Perioden,
    bron: Source,
    release: Release,
    namen: dict[str, str],
) -> pa.Table:
    """Each area once a year, however many months it has."""
    sleutel = codes.indices.to_numpy().astype(np.int64) * 10_000 + perioden.jaar
    eerste = pa.array(np.unique(sleutel, return_index=True)[1])
    eigen = codes.take(eerste).cast(pa.string())
    genoemd = pa.array([(namen.get(code) or "").strip() or None for code in eigen.to_pylist()], pa.string())
    jaar = pa.array(perioden.jaar, pa.int16()).take(eerste)
    return tables.gebieden(bron, release, eigen, niveaus.take(eerste), jaar=jaar, gebiedsnaam=genoemd)


def _maandfeiten(perioden: Perioden) -> list[tables.Feit]:
    """Which years came as months, how many of them, and the newest month: the police has not registered all of it."""
    jaarmaand = np.unique(perioden.jaar[perioden.maand > 0].astype(int) * 100 + perioden.maand[perioden.maand > 0])
    feiten = [
        tables.Feit(f"maanden_{jaar}", int((jaarmaand // 100 == jaar).sum())) for jaar in np.unique(jaarmaand // 100)
    ]
    if len(jaarmaand):
        laatste = f"{jaarmaand[-1] // 100}MM{jaarmaand[-1] % 100:02d}"
        feiten.append(tables.Feit("laatste_maand", toelichting=f"{laatste} is nog niet volledig geregistreerd"))
    return feiten


# The titles of the dimension, without which its total cannot be told from its parts.
_PAGING = replace(odata_v3.PAGING, beside=odata_v3.BESIDE | {SOORT: False})
READERS: dict[Layout, Reader] = {zip_layout("v3_odata", _PAGING): _v3, STATLINE_CSV: _statline}
