"""The shapes in which data pass from room to room: Arrow schemas of the Parquet files below the data folder.

Raw files hold text as published; meaning (missing codes, factors, indicator names) comes in dbt's staging.
"""

import pyarrow as pa

NIVEAUS = ("buurt", "wijk", "gemeente", "land")
RASTER = "raster"  # 100 m cells: kept raw, never in the marts

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
