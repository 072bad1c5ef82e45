"""The shapes in which data pass from room to room: Arrow schemas of the Parquet files below the data folder.

Raw files hold text as published; meaning (missing codes, factors, indicator names) comes in dbt's staging.
"""

import pyarrow as pa

from veerkracht import levels

_CAT = pa.dictionary(pa.int32(), pa.string())

# One figure as published. `kolom` is the publisher's name (mnemonic, measure code, title path, attribute); `waarde`
# is its text, untouched; `titel` and `eenheid` are given where the delivery carries them (v4 MeasureCodes).
WAARNEMINGEN = pa.schema(
    [
        ("bron", _CAT),
        ("release", _CAT),
        ("jaar", pa.int16()),
        ("niveau", _CAT),
        ("gebiedscode", pa.string()),  # trimmed, `NL00` for the land in every source, GM/WK/BU + code
        ("indeling", pa.int16()),  # vintage of the boundaries that the code means
        ("kolom", _CAT),
        ("waarde", pa.string()),
        ("titel", _CAT),
        ("eenheid", _CAT),
    ]
)

# The areas that a delivery names, one row per area and year.
GEBIEDEN = pa.schema(
    [
        ("bron", pa.string()),
        ("release", pa.string()),
        ("jaar", pa.int16()),
        ("niveau", pa.string()),
        ("gebiedscode", pa.string()),
        ("indeling", pa.int16()),
        ("gebiedsnaam", pa.string()),  # null where the delivery has no name
        ("gemeentenaam", pa.string()),
        ("ind_wbi", pa.string()),  # publisher's change mark 1, 2, 3 as text; null where absent
    ]
)

# What a reader counted in a delivery: rows, columns, invalid rings, special codes. Goes to fct_kwaliteit.
FEITEN = pa.schema(
    [
        ("bron", pa.string()),
        ("release", pa.string()),
        ("feit", pa.string()),  # e.g. aantal_rijen, aantal_kolommen, ongeldige_geometrie, code_-99999999, crs
        ("niveau", pa.string()),  # null when the fact is of the whole delivery
        ("waarde", pa.float64()),  # null for a textual fact
        ("toelichting", pa.string()),
    ]
)

# PC6 + house number -> buurt, one row an address.
ADRESSEN = pa.schema(
    [
        ("jaar", pa.int16()),
        ("indeling", pa.int16()),
        ("postcode", pa.string()),
        ("huisnummer", pa.int32()),
        ("buurtcode", pa.string()),
        ("wijkcode", pa.string()),
        ("gemeentecode", pa.string()),
    ]
)

# CBS 100 m squares: lower left corner in EPSG:28992; `inwoners` null when secret or absent, never 0 for it.
VIERKANTEN = pa.schema(
    [
        ("jaar", pa.int16()),
        ("vierkant", pa.string()),  # E1234N5678
        ("x", pa.int32()),
        ("y", pa.int32()),
        ("inwoners", pa.float64()),
        ("status", pa.string()),  # waarde | geheim | ontbreekt
    ]
)

# Attributes of the columns of clean outlines (GeoParquet, EPSG:28992, polygons valid, one row an area).
GRENZEN_COLUMNS = (
    "niveau",
    "gebiedscode",
    "gebiedsnaam",  # null where unknown
    "wijkcode",  # null at gemeente
    "gemeentecode",
    "gemeentenaam",
    "indeling",
    "water",  # land | water | buitenland
    "ind_wbi",
    "product",  # gedetailleerd | gegeneraliseerd | vereenvoudigd | samengevoegd (dissolved from buurten)
    "bron",
    "release",
    "oppervlakte_ha",
    "geometry",
)

GEBIEDENLIJST = pa.schema(
    [
        ("niveau", pa.string()),
        ("gebiedscode", pa.string()),
        ("gebiedsnaam", pa.string()),
        ("wijkcode", pa.string()),
        ("gemeentecode", pa.string()),
        ("gemeentenaam", pa.string()),
        ("indeling", pa.int16()),
        ("water", pa.string()),
        ("ind_wbi", pa.string()),
        ("product", pa.string()),
        ("bron", pa.string()),
        ("release", pa.string()),
        ("oppervlakte_ha", pa.float64()),
    ]
)


def gebiedenlijst() -> pa.Schema:
    """GEBIEDENLIJST with a column for every parent that only outlines tell."""
    table = levels.known()
    return pa.schema([*GEBIEDENLIJST, *(pa.field(table[parent].column, pa.string()) for parent in table.placed)])


# How the people of a from-area spread over the to-areas. Weights of a from-area sum to 1, or the from-area is in
# WIJZIGINGEN as vervallen. Only buurt -> buurt; wijk and gemeente follow from it.
GEWICHTEN = pa.schema(
    [
        ("van_indeling", pa.int16()),
        ("naar_indeling", pa.int16()),
        ("van_code", pa.string()),
        ("naar_code", pa.string()),
        ("gewicht", pa.float64()),
        ("methode", pa.string()),  # adressen | inwoners | oppervlakte | identiek
    ]
)

# What became of the areas between two vintages, one row per from-area and its main successor (plus rows with
# van_code null for new areas). Published as it is.
WIJZIGINGEN = pa.schema(
    [
        ("niveau", pa.string()),
        ("van_indeling", pa.int16()),
        ("naar_indeling", pa.int16()),
        ("van_code", pa.string()),  # null: nieuw
        ("naar_code", pa.string()),  # null: vervallen
        (
            "klasse",
            pa.string(),
        ),  # ongewijzigd, hernummerd, klein_verlegd, … onzeker: areas/changes.py
        ("verplaatst", pa.float64()),  # share of people (else area) that is not in both
        ("methode", pa.string()),
        ("iou", pa.float64()),  # intersection over union with naar_code
        ("iou_zelfde_code", pa.float64()),  # with the area of the same code; null where there is none
        ("ind_wbi", pa.string()),
        ("toelichting", pa.string()),
    ]
)

# The releases of one build, written by `<publiek>/inname` as werk/<publiek>/catalogus/releases.parquet.
RELEASES = pa.schema(
    [
        ("bron", pa.string()),
        ("release", pa.string()),
        ("brontitel", pa.string()),
        ("uitgever", pa.string()),
        ("licentie", pa.string()),
        ("toegang", pa.string()),
        ("reeks", pa.string()),  # nieuwste_per_jaar | een_release_voor_alle_jaren
        ("voorrang", pa.int16()),  # lower wins where two sources give the same indicator, area and year
        ("layout", pa.string()),
        ("jaar_van", pa.int16()),
        ("jaar_tot", pa.int16()),
        ("indeling", pa.int16()),
        ("gepubliceerd", pa.date32()),
        ("status", pa.string()),  # voorlopig | definitief
        ("url", pa.string()),
        ("sha256", pa.string()),
        ("bestand", pa.string()),
        ("ontvangen", pa.string()),  # ISO time of receipt
    ]
)

# One outcome of one check; werk/<publiek>/kwaliteit/*.parquet, becomes fct_kwaliteit together with FEITEN.
KWALITEIT = pa.schema(
    [
        ("bron", pa.string()),  # null for checks on marts
        ("release", pa.string()),
        ("eigenaar", pa.string()),  # archief | lezer | gx_raw | drift | dbt | gx_mart | kandidaat
        ("controle", pa.string()),
        ("onderwerp", pa.string()),  # column, model or area level
        ("ernst", pa.string()),  # blokkeert | waarschuwt | info
        ("uitkomst", pa.string()),  # geslaagd | gefaald | feit
        ("waarde", pa.float64()),
        ("verwacht", pa.string()),
        ("toelichting", pa.string()),
    ]
)

# Rows that a user adds in a catalogue folder (indicatoren.csv, kaarten.csv, regios.csv), checked by
# `sources.own.tables`; werk/<publiek>/catalogus/<name>.parquet, always there, without rows when there are none.
# Columns as in the seeds of dbt; `kolommen` follows from the indicators.
EIGEN: dict[str, pa.Schema] = {
    "indicatoren": pa.schema(
        [
            ("indicator", pa.string()),
            ("label", pa.string()),
            ("definitie", pa.string()),
            ("eenheid", pa.string()),
            ("soort", pa.string()),  # aantal | percentage | gemiddelde | score | index
            ("noemer", pa.string()),
            ("richting", pa.string()),
            ("decimalen", pa.int32()),
            ("min", pa.float64()),
            ("max", pa.float64()),
            ("thema", pa.string()),
            ("rol", pa.string()),
            ("gewicht", pa.float64()),
            ("kaart", pa.bool_()),
            ("toegang", pa.string()),
            ("bron", pa.string()),
        ]
    ),
    "kolommen": pa.schema(
        [
            ("bron", pa.string()),
            ("kolom", pa.string()),
            ("titel", pa.string()),
            ("eenheid", pa.string()),
            ("jaar_van", pa.int16()),
            ("jaar_tot", pa.int16()),
            ("indicator", pa.string()),
            ("factor", pa.float64()),
            ("afronding", pa.float64()),
            ("afrondingswijze", pa.string()),
        ]
    ),
    "kaarten": pa.schema(
        [
            ("kaart_id", pa.string()),
            ("volgorde", pa.int32()),
            ("titel", pa.string()),
            ("maat", pa.string()),
            ("soort", pa.string()),
            ("klassen", pa.string()),
            ("grenzen", pa.string()),
            ("labels", pa.string()),
            ("kleuren", pa.string()),
            ("eenheid", pa.string()),
            ("decimalen", pa.int32()),
            ("geleverde_klasse", pa.string()),
            ("geleverde_labels", pa.string()),
            ("geleverde_kleuren", pa.string()),
            ("leeshulp", pa.string()),
            ("status", pa.string()),
            ("toegang", pa.string()),
        ]
    ),
    "regios": pa.schema([("regio", pa.string()), ("regionaam", pa.string()), ("gemeentecode", pa.string())]),
}

# Written by `veerkracht.statistics` to werk/<publiek>/statistiek/<name>.parquet, read by dbt tag:kaart. `maat` is the
# id of an indicator, or `kwetsbaarheid`. A period is (jaar_van, jaar_tot) of the map.
_GEBIED = [("niveau", pa.string()), ("gebiedscode", pa.string()), ("indeling", pa.int16())]
_PERIODE = [("jaar_van", pa.int16()), ("jaar_tot", pa.int16())]

STATISTIEK: dict[str, pa.Schema] = {
    # noise and what is real of a change, per measure, period and size class (method §5)
    "ruis": pa.schema(
        [
            ("niveau", pa.string()),
            ("indeling", pa.int16()),  # boundaries on which it was computed
            ("maat", pa.string()),
            *_PERIODE,
            ("grootteklasse", pa.string()),  # e.g. '<500', '500-1500', '>=5000', or 'alle' when pooled
            ("n", pa.int32()),  # areas with both ends
            ("metingen", pa.int16()),  # comparable measurements
            ("sigma2_lijn", pa.float64()),
            ("sigma2_nugget", pa.float64()),
            ("variantie", pa.float64()),  # of the change
            ("lambda_lijn", pa.float64()),
            ("lambda_nugget", pa.float64()),
            ("lambda", pa.float64()),  # the one used (line); 1 where it cannot be told
            ("sigma", pa.float64()),  # sd of one measurement (line); null where it cannot be told
            ("gemiddelde", pa.float64()),  # m_c, mean change of the class
            ("status", pa.string()),  # bepaald | niet_te_bepalen
            ("reden", pa.string()),
        ]
    ),
    # shrunken change per area
    "krimp": pa.schema(
        [
            *_GEBIED,
            ("maat", pa.string()),
            *_PERIODE,
            ("verschil", pa.float64()),
            ("gekrompen", pa.float64()),
            ("lambda", pa.float64()),
            ("sigma", pa.float64()),
            ("grootteklasse", pa.string()),
            ("is_aantoonbaar", pa.bool_()),  # outside 1.64·sqrt(2)·sigma; null where sigma is not known
        ]
    ),
    # resilience model: one row a coefficient (method §4)
    "model": pa.schema(
        [
            ("niveau", pa.string()),
            ("indeling", pa.int16()),
            *_PERIODE,
            ("variant", pa.string()),  # hoofd | met_beginniveau
            ("term", pa.string()),  # constante | delta_kwetsbaarheid | onv_begin; null when refused
            ("coefficient", pa.float64()),
            ("standaardfout", pa.float64()),
            ("foutsoort", pa.string()),  # geclusterd | HC3
            ("t_waarde", pa.float64()),
            ("p_waarde", pa.float64()),
            ("laag", pa.float64()),  # 95% interval
            ("hoog", pa.float64()),
            ("n", pa.int32()),
            ("gemeenten", pa.int32()),
            ("r2", pa.float64()),
            ("sd_residu", pa.float64()),  # weighted sd of lambda·residual
            ("status", pa.string()),  # geschat | geweigerd
            ("reden", pa.string()),
        ]
    ),
    # values of maps 8 and 9 per area
    "veerkracht": pa.schema(
        [
            *_GEBIED,
            *_PERIODE,
            ("residu", pa.float64()),
            ("lambda", pa.float64()),
            ("landelijk", pa.float64()),  # map 8, in national sd
            ("relatief", pa.float64()),  # map 9, in national pooled within-gemeente sd
            ("reden_landelijk", pa.string()),  # why empty
            ("reden_relatief", pa.string()),
        ]
    ),
    # certainty per map and area (method §6); `klasse` is that of draw 0
    "zekerheid": pa.schema(
        [("kaart_id", pa.string()), *_GEBIED, *_PERIODE, ("klasse", pa.int16()), ("zekerheid", pa.float64())]
    ),
    # which source of doubt switches most classes
    "gevoeligheid": pa.schema(
        [
            ("kaart_id", pa.string()),
            ("niveau", pa.string()),
            *_PERIODE,
            (
                "twijfel",
                pa.string(),
            ),  # gewichten | normalisatie | onderdeel_weg | model | afronding | ruis | voorspelling | alles
            ("gewisseld", pa.float64()),  # mean share of areas that leave their class when only this is drawn
            ("n", pa.int32()),
            ("trekkingen", pa.int32()),
        ]
    ),
    # D*, its interval and verdict, Theil's H (method §7); what SQL computes itself is in int_spreiding
    "spreiding": pa.schema(
        [
            ("niveau", pa.string()),  # gemeente | regio | land
            ("gebiedscode", pa.string()),
            ("indeling", pa.int16()),
            ("groep", pa.string()),  # corporatiewoningen | bijstand | huishoudens_laag_inkomen | …
            *_PERIODE,
            ("maat", pa.string()),  # D_ster | D_verwacht | theil_h | theil_h_tussen | theil_h_binnen | moran_i
            ("waarde_van", pa.float64()),
            ("waarde_tot", pa.float64()),
            ("verschil", pa.float64()),
            ("laag", pa.float64()),
            ("hoog", pa.float64()),
            ("p_waarde", pa.float64()),
            (
                "oordeel",
                pa.string(),
            ),  # verbeterd | verslechterd | geen_aantoonbaar_verschil | onbekend; null for a level
            ("dekking", pa.float64()),
            ("n", pa.int32()),
            ("reden", pa.string()),
        ]
    ),
    # local clusters (LISA)
    "clusters": pa.schema(
        [
            *_GEBIED,
            ("gemeentecode", pa.string()),
            ("maat", pa.string()),  # kwetsbaarheid | onv
            *_PERIODE,
            ("jaar", pa.int16()),  # year measured
            ("moran_lokaal", pa.float64()),
            ("kwadrant", pa.string()),  # hoog-hoog | laag-laag | hoog-laag | laag-hoog
            ("p_waarde", pa.float64()),
            ("permutaties", pa.int32()),
            ("cluster", pa.string()),  # the quadrant where significant after Benjamini–Hochberg, else geen
            ("status", pa.string()),  # bepaald | te weinig buurten | geen gegevens | te weinig verschil
            ("reden", pa.string()),
        ]
    ),
}
