"""The shapes in which data pass from room to room: Arrow schemas of the Parquet files below the data folder.

Raw files hold text as published; meaning (missing codes, factors, indicator names) comes in dbt's staging.
"""

import pyarrow as pa

from veerkracht import levels

_CAT = pa.dictionary(pa.int32(), pa.string())

# One figure as published. `kolom` is the publisher's name (mnemonic, measure code, title path, attribute); `waarde`
# is its text, untouched but for points of thousands that the whole column agrees on; `titel` and `eenheid` are given
# where the delivery carries them (v4 MeasureCodes).
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
        ("status", pa.string()),  # waarde | geheim | ontbreekt | onleesbaar
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


# A gemeente's own key: which codes of buurten of two vintages it calls the same buurt.
KEY_PAIRS = pa.schema(
    [
        ("van_indeling", pa.int16()),
        ("naar_indeling", pa.int16()),
        ("van_code", pa.string()),
        ("naar_code", pa.string()),
    ]
)

# How the people of a from-area spread over the to-areas of its level. Weights of a from-area sum to 1, or the from-area
# is in WIJZIGINGEN as vervallen.
GEWICHTEN = pa.schema(
    [
        ("niveau", pa.string()),
        ("van_indeling", pa.int16()),
        ("naar_indeling", pa.int16()),
        ("van_code", pa.string()),
        ("naar_code", pa.string()),
        ("gewicht", pa.float64()),
        ("deel_naar", pa.float64()),  # share of the to-area that comes from it: adds up to what of it is covered
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
        ("aanvaard_door", pa.string()),  # null: the catalogue itself names these bytes
        ("aanvaard_reden", pa.string()),
        ("onleesbaar", pa.float64()),  # share of unreadable cells above which a column gives no figures
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

# What a delivery in the import contract says of its kenmerken, one row a kenmerk, populatie and versie:
# raw/<bron>/<release>/kenmerken.parquet. Null where neither the delivery nor the catalogue says it.
KENMERKEN = pa.schema(
    [
        ("kenmerk", pa.string()),
        ("populatie", pa.string()),
        ("versie", pa.string()),  # of the model or definition; of an estimate without one its release
        ("soort", pa.string()),  # telling | modelschatting
        ("label", pa.string()),
        ("thema", pa.string()),
        ("richting", pa.string()),
        ("jaar_tot", pa.int16()),  # newest peiljaar
        ("rijen", pa.int32()),
    ]
)

# Rows that a user adds in a catalogue folder (indicatoren.csv, kaarten.csv, regios.csv), checked by
# `sources.own.tables`, and of a leden build those of delivered kenmerken (`sources.own.kenmerken`);
# werk/<publiek>/catalogus/<name>.parquet, always there, without rows when there are none.
# Columns as in the seeds of dbt; `kolommen` follows from the indicators.
OWN_TABLES: dict[str, pa.Schema] = {
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
            ("is_modelschatting", pa.bool_()),  # an expectation of a model, by what its delivery says
            ("versie", pa.string()),  # of the model or the definition of a delivered kenmerk
            ("opgevolgd_door", pa.string()),  # the indicator of a newer version of it
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
    # noise of one measurement of an indicator at a level, of all its years (method §4.1)
    "ruis": pa.schema(
        [
            ("niveau", pa.string()),
            ("indeling", pa.int16()),  # boundaries on which it was computed; of a part of the index those of the index
            ("maat", pa.string()),
            ("indicator", pa.string()),
            ("n", pa.int32()),  # areas with enough measurements
            ("metingen", pa.int16()),  # comparable measurements
            ("jaren", pa.string()),
            ("a", pa.float64()),  # variance that every area has
            ("b", pa.float64()),  # variance of one inhabitant: divided by those of the area
            ("d0", pa.float64()),  # weight of the common line in degrees of freedom; null = infinite
            ("c", pa.float64()),
            ("sigma_g", pa.float64()),  # sd of the shock that a gemeente shares; of a short series the longest's
            ("nugget", pa.float64()),  # lower bound of the variance
            ("status", pa.string()),  # bepaald | ruis onderschat | niet te bepalen
            ("reden", pa.string()),
        ]
    ),
    # the model of change per level, period and measure (method §4.3 and §4.4)
    "model": pa.schema(
        [
            ("niveau", pa.string()),
            ("indeling", pa.int16()),
            *_PERIODE,
            ("maat", pa.string()),  # onv | kwetsbaarheid | veerkracht | another score
            ("n", pa.int32()),
            ("gemeenten", pa.int32()),
            ("mu", pa.float64()),
            ("tau_w", pa.float64()),  # sd of true change within gemeenten
            ("tau_b", pa.float64()),  # ... between gemeenten
            ("schok", pa.float64()),  # variance of the shock that a gemeente shares
            ("delta", pa.float64()),  # a change counts beyond this
            ("beta", pa.float64()),  # slope within gemeenten, corrected for noise; of veerkracht only
            ("beta_se", pa.float64()),
            ("clusters", pa.int32()),
            ("clustersoort", pa.string()),  # gemeente | wijk
            ("beta_ongecorrigeerd", pa.float64()),
            ("beta_tussen", pa.float64()),
            ("aandeel_signaal", pa.float64()),
            ("r_gemiddeld", pa.float64()),
            ("k_gemiddeld", pa.float64()),
            ("gamma", pa.float64()),
            ("status", pa.string()),  # geschat | geweigerd
            ("reden", pa.string()),
        ]
    ),
    # the null run: what the maps of change claim where a change is noise and shock alone; mean over the draws
    "ijking": pa.schema(
        [
            ("niveau", pa.string()),
            ("indeling", pa.int16()),
            *_PERIODE,
            ("maat", pa.string()),  # as in `verandering`
            ("trekkingen", pa.int32()),
            ("gebieden", pa.int32()),  # with a class, in each draw
            ("aandeel_duidelijk", pa.float64()),  # of those areas (0-1); null of samenloop, which has no such word
            ("aandeel_gekleurd", pa.float64()),
            ("aandeel_beide", pa.float64()),  # of samenloop: expected share of inhabitants where both rose
        ]
    ),
    # posterior and verdict of every change (method §4.3 and §5); every area of a period has a row
    "verandering": pa.schema(
        [
            *_GEBIED,
            ("maat", pa.string()),  # kwetsbaarheid | onv | samenloop | veerkracht | veerkracht_relatief | a score
            *_PERIODE,
            ("gemeentecode", pa.string()),
            ("inwoners", pa.float64()),
            ("verschil", pa.float64()),
            ("se", pa.float64()),
            ("se_ruis", pa.float64()),
            ("se_afronding", pa.float64()),
            ("se_omklap", pa.float64()),
            ("schok", pa.float64()),  # variance S of the shock that a gemeente shares
            ("gekrompen", pa.float64()),  # posterior mean
            ("sd", pa.float64()),
            ("laag", pa.float64()),  # mean minus and plus ACHT_VAN_TIEN sd
            ("hoog", pa.float64()),
            ("p_ongunstiger", pa.float64()),  # chance of a change beyond delta to the less favourable side
            ("p_gunstiger", pa.float64()),
            ("p_beide", pa.float64()),  # of samenloop: both less favourable
            ("delta", pa.float64()),
            ("klasse", pa.int16()),
            ("oordeel", pa.string()),
            ("reden", pa.string()),  # why there is no verdict
        ]
    ),
    # limits of the classes of a map (method §3): of a level by its figures, of a registration as kaarten.csv gives them
    "grenzen": pa.schema(
        [
            ("kaart_id", pa.string()),
            ("niveau", pa.string()),
            ("indeling", pa.int16()),
            *_PERIODE,
            ("klasse", pa.int16()),
            ("ondergrens", pa.float64()),  # of the first measure; null = open
            ("bovengrens", pa.float64()),
            ("ondergrens_2", pa.float64()),  # of the second
            ("bovengrens_2", pa.float64()),
        ]
    ),
    # class per map of a level and area
    "klassen": pa.schema([("kaart_id", pa.string()), *_GEBIED, *_PERIODE, ("klasse", pa.int16())]),
    # how sure the class of a level is, its limits given (method §6); below `duidelijk_vanaf` where noise is understated
    "stand": pa.schema(
        [
            ("kaart_id", pa.string()),
            *_GEBIED,
            *_PERIODE,
            ("p_klasse", pa.float64()),  # chance that the area belongs to its class
            ("p_hoogste", pa.float64()),  # ... to the fifth or third that asks for most attention
        ]
    ),
    # how often an area keeps its class under another design of the index (method §6); `klasse` is that of draw 0
    "zekerheid": pa.schema(
        [("kaart_id", pa.string()), *_GEBIED, *_PERIODE, ("klasse", pa.int16()), ("zekerheid", pa.float64())]
    ),
    # which choice of the design switches most classes
    "gevoeligheid": pa.schema(
        [
            ("kaart_id", pa.string()),
            ("niveau", pa.string()),
            *_PERIODE,
            ("twijfel", pa.string()),  # gewichten | normalisatie | onderdeel_weg | alles
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
            ("maat", pa.string()),  # D_ster | D_verwacht | onv_gemiddeld | veerkracht_gemiddeld | moran_i
            ("waarde_van", pa.float64()),
            ("waarde_tot", pa.float64()),
            ("verschil", pa.float64()),
            ("laag", pa.float64()),
            ("hoog", pa.float64()),
            ("p_waarde", pa.float64()),
            ("p_ongunstiger", pa.float64()),
            ("p_gunstiger", pa.float64()),
            ("delta", pa.float64()),
            (
                "oordeel",
                pa.string(),
            ),  # D_ster: gelijker verspreid | … ; a mean: duidelijk gunstiger | … ; onbekend; null for a level
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
            ("cluster", pa.string()),  # the quadrant where it stands (Benjamini–Hochberg), else geen; null at the limit
            ("status", pa.string()),  # bepaald | op de grens | te weinig buurten | geen gegevens | …
            ("reden", pa.string()),
        ]
    ),
}
