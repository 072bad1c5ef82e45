"""Own indicators: rows checked like ours with file and row, figures read, nothing restricted named in the open."""

import csv
import io
from pathlib import Path

import pytest

from tests.veerkracht.sources import leveringen as lev
from veerkracht.errors import CatalogueError, DeliveryError
from veerkracht.paths import SEEDS, DataPaths
from veerkracht.schemas import OWN_TABLES
from veerkracht.sources import archive
from veerkracht.sources.catalogue.loading import load_catalogue
from veerkracht.sources.intake import ingest
from veerkracht.sources.own import figures as eigen
from veerkracht.sources.own.rows import DELIVERY_ONLY, INDEX_ONLY
from veerkracht.sources.own.tables import load_own
from veerkracht.sources.own.template import INDICATOREN, KAARTEN, write_own_template

BRON = """bron: eigen_bewoners
titel: <b>Panel</b>
uitgever: Gemeente
licentie: CC0
toegang: {toegang}
landingspagina: https://voorbeeld.nl
reeks: een_release_voor_alle_jaren
releases:
  - release: 2022-2024@eerste
    jaren: [2022, 2024]
    layout: cijfers_csv
    indeling: 2024
    url: cijfers.csv
"""
INDICATOR = INDICATOREN[0]
KAART = KAARTEN[0] | {"maat": "rapportcijfer_buurt", "eenheid": "cijfer", "decimalen": 1, "toegang": "open"}
BEPERKT = {"indicator": "tevreden_aandeel", "soort": "percentage", "toegang": "beperkt"}


def table(folder: Path, name: str, rows: list[dict], delimiter=",") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    (folder / name).write_text(text.getvalue(), encoding="utf-8")
    return folder


def own(folder: Path, toegang="open", indicators=(INDICATOR,), maps=(KAART,), regions=()) -> Path:
    table(folder, "indicatoren.csv", list(indicators))
    if maps:
        table(folder, "kaarten.csv", list(maps), ";")
    if regions:
        table(folder, "regios.csv", list(regions))
    (folder / "eigen_bewoners.yaml").write_text(BRON.format(toegang=toegang), encoding="utf-8")
    return folder


# --- the rows ---


def test_rows_come_in_the_shape_of_the_seeds(tmp_path):
    tables = load_catalogue([own(tmp_path / "cat", regions=[region()])]).eigen.tables("openbaar")
    (indicator,), (kaart,), (regio,) = tables["indicatoren"], tables["kaarten"], tables["regios"]
    assert indicator["kaart"] is True and indicator["max"] == 10.0 and indicator["noemer"] is None
    assert kaart["grenzen"] == "6;6.5;7;7.5" and kaart["status"] == "eigen kaart"
    assert regio == region()
    for name, rows in tables.items():
        assert all(set(row) == set(OWN_TABLES[name].names) for row in rows)
    columns = {row["kolom"]: row for row in tables["kolommen"]}
    assert set(columns) == {"rapportcijfer_buurt", "waarde"}
    assert columns["waarde"]["afronding"] == 0.1 and columns["waarde"]["afrondingswijze"] == "rekenkundig"


@pytest.mark.parametrize(("name", "seed"), [("indicatoren", "indicatoren"), ("kaarten", "kaarten")])
def test_the_columns_are_those_of_our_seed(name, seed):
    header = (SEEDS / f"{seed}.csv").read_text(encoding="utf-8").split("\n")[0].strip().split(",")
    apart = {*DELIVERY_ONLY, *INDEX_ONLY} - {"gewicht"} if name == "indicatoren" else set()
    assert set(OWN_TABLES[name].names) - apart == set(header) - apart


def test_a_mapped_indicator_is_a_map_indicator_and_two_share_no_bare_column(tmp_path):
    two = [INDICATOR | {"kaart": "nee"}, INDICATOR | {"indicator": "schoon_cijfer", "kaart": "nee"}]
    tables = load_catalogue([own(tmp_path / "cat", indicators=two)]).eigen.tables("openbaar")
    assert {row["indicator"]: row["kaart"] for row in tables["indicatoren"]} == {
        "rapportcijfer_buurt": True,
        "schoon_cijfer": False,
    }
    assert {row["kolom"] for row in tables["kolommen"]} == {"rapportcijfer_buurt", "schoon_cijfer"}


def test_html_and_formulas_are_data(tmp_path):
    nasty = INDICATOR | {"label": "<script>alert(1)</script>", "definitie": '=HYPERLINK("x";"y")'}
    row = load_catalogue([own(tmp_path / "cat", indicators=[nasty])]).eigen.tables("openbaar")["indicatoren"][0]
    assert row["label"] == "<script>alert(1)</script>" and row["definitie"] == '=HYPERLINK("x";"y")'


def test_restricted_rows_are_for_leden_only(tmp_path):
    maps = [KAART | {"maat": "tevreden_aandeel", "toegang": "beperkt"}]
    catalogue = load_catalogue([own(tmp_path / "cat", "beperkt", [INDICATOR | BEPERKT | {"min": 0, "max": 100}], maps)])
    assert not any(catalogue.eigen.tables("openbaar").values())
    assert all(catalogue.eigen.tables("leden")[name] for name in ("indicatoren", "kolommen", "kaarten"))
    assert catalogue.eigen.restricted() == ["tevreden_aandeel"]
    assert catalogue.fingerprint("openbaar") == load_catalogue([]).fingerprint("openbaar")


def test_the_rows_are_part_of_the_fingerprint(tmp_path):
    first = load_catalogue([own(tmp_path / "a")]).fingerprint("openbaar")
    assert first == load_catalogue([own(tmp_path / "b")]).fingerprint("openbaar")
    assert first != load_catalogue([own(tmp_path / "c", maps=[KAART | {"titel": "Anders"}])]).fingerprint("openbaar")
    assert first != load_catalogue([own(tmp_path / "d", regions=[region()])]).fingerprint("openbaar")


def region(**fields) -> dict:
    return {"regio": "noord", "regionaam": "Noord", "gemeentecode": "GM0034"} | fields


def indicator(**fields) -> dict:
    return {"indicators": [INDICATOR | fields]}


def kaart(**fields) -> dict:
    return {"maps": [KAART | fields]}


MISTAKES = {
    "onbekende kolom": (indicator(kleur="rood"), r"indicatoren\.csv:1: onbekende kolom `kleur`"),
    "bijna goede kolom": (indicator(labels="x"), r"onbekende kolom `labels`; bedoelde u `label`"),
    "onbekend thema": (indicator(thema="geluk"), r"indicatoren\.csv:2: thema `geluk` is onbekend; .*leefbaarheid"),
    "naam van ons": (indicator(indicator="onv"), r"indicatoren\.csv:2: indicator `onv` bestaat al in veerkracht"),
    "twee keer": ({"indicators": [INDICATOR, INDICATOR]}, r"indicatoren\.csv:3: indicator .* staat ook in .*:2"),
    "geen getal": (indicator(max="tien"), r"indicatoren\.csv:2: `max`: `tien` is geen getal"),
    "oneindig": (indicator(max="inf"), r"indicatoren\.csv:2: `inf` is geen getal"),
    "geen heel getal": (indicator(decimalen="1,5"), r"indicatoren\.csv:2: `decimalen`: `1,5` is geen geheel getal"),
    "min boven max": (indicator(min="11"), r"`min` 11 moet kleiner zijn dan `max` 10"),
    "geen toegang": (indicator(toegang=""), r"indicatoren\.csv:2: `toegang` ontbreekt"),
    "andere toegang": (indicator(toegang="beperkt"), r"`toegang` is beperkt, maar bron `eigen_bewoners` is open"),
    "vreemde richting": (indicator(richting="omhoog"), r"`richting` kent `omhoog` niet"),
    "vreemde noemer": (indicator(noemer="a_inwo"), r"noemer `a_inwo` is geen indicator\. Bedoelde u a_inw"),
    "bron zonder eigen_": (indicator(bron="bewoners"), r"indicatoren\.csv:2: `bron` heeft niet de vorm \^eigen_"),
    "bron onbekend": (indicator(bron="eigen_anders"), r"bron `eigen_anders` staat niet in de catalogus"),
    "telt mee in index": (indicator(gewicht="0,25"), r"`gewicht` moet leeg zijn: een eigen indicator telt niet mee"),
    "component": (indicator(rol="component"), r"`rol` kent `component` niet"),
    "afronding zonder wijze": (indicator(afrondingswijze=""), r"`afronding` en `afrondingswijze` horen bij elkaar"),
    "heet waarde": (indicator(indicator="waarde"), r"mag niet `waarde` heten"),
    "maat bestaat niet": (kaart(maat="rapportcijfr"), r"kaarten\.csv:2: maat `rapportcijfr` is geen indicator"),
    "klasse bestaat niet": (
        kaart(geleverde_klasse="kl_x", geleverde_labels="a;b", geleverde_kleuren="#000000;#ffffff"),
        r"kaarten\.csv:2: maat `kl_x` is geen indicator",
    ),
    "te weinig kleuren": (kaart(kleuren="#b30000;#e34a33"), r"kaarten\.csv:2: `kleuren` heeft 2 delen, verwacht 5"),
    "geen hex": (kaart(kleuren="#b30000;rood;#fc8d59;#fdcc8a;#fef0d9"), r"`kleuren`: `rood` is geen kleur"),
    "te veel labels": (kaart(labels="a;b;c;d;e;f"), r"`labels` heeft 6 delen, verwacht 5"),
    "grenzen dalen": (kaart(grenzen="6;7;6,5;8"), r"kaarten\.csv:2: `grenzen` `6;7;6,5;8` moet oplopen"),
    "grenzen gelijk": (kaart(grenzen="6;6;7;8"), r"moet oplopen"),
    "grens geen getal": (kaart(grenzen="6;x;7;8"), r"`grenzen`: `x` is geen getal"),
    "kwintiel met grenzen": (kaart(klassen="kwintiel"), r"`grenzen` moet leeg zijn bij `kwintiel`"),
    "kans van niveau": (
        kaart(klassen="kans"),
        r"van een kaart van een niveau is `vast` of `kwintiel` of `geleverde_vijfden`, niet `kans`",
    ),
    "trap van een verandering": (
        kaart(soort="verandering", klassen="trap"),
        r"een verandering is `kans` of `meetbaar`, niet `trap`",
    ),
    "kans met grenzen": (kaart(soort="verandering", klassen="kans"), r"`grenzen` moet leeg zijn bij `kans`"),
    "vast zonder grenzen": (kaart(grenzen=""), r"`grenzen` ontbreekt; geef bij `vast` getallen"),
    "nul als grens": (kaart(soort="verandering", klassen="meetbaar", grenzen="0;5"), r"0 is bij `meetbaar` geen grens"),
    "meetbaar heeft vier klassen meer": (
        kaart(soort="verandering", klassen="meetbaar", grenzen="-5;5"),
        r"`labels` heeft 5 delen, verwacht 6",
    ),
    "telling met kans": (
        kaart(soort="verandering", klassen="kans", grenzen="", maat="p_wcorpw"),
        r"maat `p_wcorpw` is niet geschat .* klassen `meetbaar`",
    ),
    "score zonder kans": (
        kaart(soort="verandering", klassen="meetbaar", grenzen="1"),
        r"maat `rapportcijfer_buurt` is wel geschat .* klassen `kans`",
    ),
    "kaart van ons": (kaart(kaart_id="3"), r"kaarten\.csv:2: kaart `3` bestaat al in veerkracht"),
    "kaart zonder toegang": (kaart(toegang=""), r"kaarten\.csv:2: `toegang` ontbreekt"),
    "open kaart van beperkt": (kaart(maat="md_kwetsbaar_aandeel"), r"is beperkt, dus de kaart moet dat ook zijn"),
    "verschil van beperkte aantallen": (
        kaart(maat="md_kwetsbaar_teller", toegang="beperkt", soort="verandering", klassen="meetbaar", grenzen="1"),
        r"kaarten\.csv:2: van een beperkt aantal wordt geen verandering getoond",
    ),
    "gemeentecode": ({"regions": [region(gemeentecode="34")]}, r"regios\.csv:2: `gemeentecode` heeft niet de vorm"),
    "regio twee namen": (
        {"regions": [region(), region(regionaam="Zuid", gemeentecode="GM0050")]},
        r"regios\.csv:3: regio `noord` heet hier anders dan in .*:2",
    ),
    "regio dubbel": ({"regions": [region(), region()]}, r"regios\.csv:3: regio en gemeente .* staat ook in"),
}


@pytest.mark.parametrize(("fields", "message"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_file_and_row(tmp_path, fields, message):
    with pytest.raises(CatalogueError, match=message):
        load_own([own(tmp_path / "cat", **fields)], load_catalogue([]).sources | {"eigen_bewoners": OPEN})


def test_a_source_without_access_or_without_indicators_is_refused(tmp_path):
    folder = own(tmp_path / "cat", maps=())
    file = folder / "eigen_bewoners.yaml"
    file.write_text(BRON.replace("toegang: {toegang}\n", ""), encoding="utf-8")
    with pytest.raises(CatalogueError, match="`toegang` ontbreekt"):
        load_catalogue([folder])
    file.write_text(BRON.format(toegang="open"), encoding="utf-8")
    (folder / "indicatoren.csv").unlink()
    with pytest.raises(CatalogueError, match=r"indicatoren\.csv: geen enkele rij voor bron `eigen_bewoners`"):
        load_catalogue([folder])


def test_a_restricted_name_must_be_known_to_the_check_on_small_cells(tmp_path):
    wrong = INDICATOR | BEPERKT | {"indicator": "tevreden"}
    with pytest.raises(CatalogueError, match=r"eindigt op _aandeel.*gevonden: `tevreden`"):
        load_catalogue([own(tmp_path / "cat", "beperkt", [wrong], ())])
    count = wrong | {"soort": "aantal", "indicator": "tevreden_aandeel"}
    with pytest.raises(CatalogueError, match="eindigt op _teller of _noemer"):
        load_catalogue([own(tmp_path / "dog", "beperkt", [count], ())])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"indicatoren\.csv:1: in de kop ontbreekt: indicator, label"),
        (b"indicator\xe9", r"indicatoren\.csv: geen UTF-8"),
        (b'indicator,label\n"x', r"in de kop ontbreekt"),
    ],
)
def test_a_file_that_is_no_table_is_refused(tmp_path, content, message):
    folder = own(tmp_path / "cat", maps=())
    (folder / "indicatoren.csv").write_bytes(content)
    with pytest.raises(CatalogueError, match=message):
        load_catalogue([folder])


# --- the figures ---

CSV = "gebiedscode;jaar;waarde\nBU00340101;2022;6,9\nBU00340101;2024;7.0\nGM0034;2024;\n"
OPEN = lev.bron("eigen_bewoners", reeks="een_release_voor_alle_jaren")
DICHT = lev.bron("eigen_bewoners", toegang="beperkt")
RELEASE = lev.release("cijfers_csv", jaren=(2022, 2024))


def read(folder: Path, content: str, bron=OPEN):
    file = folder / "cijfers.csv"
    file.write_text(content, encoding="utf-8-sig")
    return ingest.checked(eigen.read(file, bron, RELEASE), file.name, bron, RELEASE)


def test_figures_are_kept_as_written(tmp_path):
    rows = read(tmp_path, CSV).waarnemingen.to_pylist()
    assert [(r["gebiedscode"], r["niveau"], r["jaar"], r["kolom"], r["waarde"]) for r in rows] == [
        ("BU00340101", "buurt", 2022, "waarde", "6,9"),
        ("BU00340101", "buurt", 2024, "waarde", "7.0"),
        ("GM0034", "gemeente", 2024, "waarde", ""),
    ]


def test_several_indicators_in_one_file(tmp_path):
    delivery = read(
        tmp_path, "indicator,gebiedscode,jaar,waarde\nSchoon,NL01,2022,1\nheel,NL00,2022,2\nheel,NL00,2024,3\n"
    )
    assert [(r["kolom"], r["gebiedscode"]) for r in delivery.waarnemingen.to_pylist()] == [
        ("schoon", "NL00"), ("heel", "NL00"), ("heel", "NL00"),
    ]  # fmt: skip
    assert delivery.gebieden.num_rows == 2


FOUT = {
    "kolom weg": ("gebiedscode;jaar\nGM0034;2022\n", "ontbreekt waarde"),
    "kolom te veel": (CSV.replace("jaar;", "jaar;naam;", 1), "hoort 'naam' niet"),
    "geen code": (CSV.replace("GM0034", "340101"), "rij 4, kolom gebiedscode: '340101' is geen code"),
    "ander jaar": (CSV.replace("GM0034;2024", "GM0034;2023"), "rij 4, kolom jaar: '2023' is geen jaar van release"),
    "geen getal": (CSV.replace("7.0", "=1+1"), r"rij 3, kolom waarde: '=1\+1' is geen getal"),
    "duizendtallen": (CSV.replace("7.0", "1.234,5"), "rij 3, kolom waarde"),
    "oneindig": (CSV.replace("7.0", "inf"), "rij 3, kolom waarde"),
    "dubbel": (CSV + "GM0034;2024;3\n", "rij 5 heeft hetzelfde gebied, jaar .* als rij 4"),
    "te veel cellen": (CSV.replace("6,9", "6;9"), "rij 2 heeft 4 cellen, verwacht 3"),
    "geen rijen": ("gebiedscode;jaar;waarde\n", "geen enkele rij"),
    "jaar zonder rij": ("gebiedscode;jaar;waarde\nGM0034;2022;1\n", "geen enkele rij van 2024"),
    "leeg": ("", "ontbreekt gebiedscode"),
    "lege indicator": ("gebiedscode;jaar;waarde;indicator\nGM0034;2022;1;\n", "kolom indicator: '' is leeg"),
}


@pytest.mark.parametrize(("content", "message"), FOUT.values(), ids=FOUT)
def test_a_file_that_cannot_be_read_is_refused(tmp_path, content, message):
    with pytest.raises(DeliveryError, match=message):
        read(tmp_path, content)


def test_an_error_about_a_restricted_file_holds_no_cell(tmp_path):
    with pytest.raises(DeliveryError, match="rij 3, kolom waarde: is geen getal") as error:
        read(tmp_path, CSV.replace("7.0", "GEHEIM77"), DICHT)
    assert "GEHEIM77" not in str(error.value)


def test_figures_that_nobody_described_are_told(tmp_path):
    folder = own(tmp_path / "cat", maps=())
    rows = "GM0034;2022;6;rapportcijfer_buurt\nGM0034;2024;7;onbekend\n"
    (folder / "cijfers.csv").write_text("gebiedscode;jaar;waarde;indicator\n" + rows, encoding="utf-8")
    catalogue, paths = load_catalogue([folder]), DataPaths(tmp_path / "data").ensure()
    source = catalogue.sources["eigen_bewoners"]
    archive.fetch(paths, source, source.releases[0])
    raw = ingest.ingest(paths, source, source.releases[0])
    with pytest.raises(DeliveryError, match=r"indicator onbekend staat niet in indicatoren\.csv"):
        eigen.check_columns(catalogue.eigen, {source.bron: [raw]})


# --- the example ---


def test_the_example_loads_and_reads_as_it_is(tmp_path):
    folder = write_own_template(tmp_path / "eigen")
    catalogue, paths = load_catalogue([folder]), DataPaths(tmp_path / "data").ensure()
    source = catalogue.sources["eigen_bewoners"]
    archive.fetch(paths, source, source.releases[0])
    raw = ingest.ingest(paths, source, source.releases[0])
    eigen.check_columns(catalogue.eigen, {source.bron: [raw]})
    assert [row["kaart_id"] for row in catalogue.eigen.tables("openbaar")["kaarten"]] == [
        "rapportcijfer",
        "rapportcijfer-verandering",
    ]
    with pytest.raises(CatalogueError, match="bestaat al"):
        write_own_template(folder)
