"""The packaged catalogue, users' folders on top of it, and every mistake with its file and line."""

import os
import re
from datetime import date
from pathlib import Path

import pytest

from veerkracht.errors import CatalogueError
from veerkracht.settings import Settings, load_settings
from veerkracht.sources.catalogue.loading import load_catalogue, packaged_files
from veerkracht.sources.folders import folders

KWB = """bron: cbs_kerncijfers
releases:
  - release: 2017@eigen
    jaren: [2017]
    layout: werkboek
    indeling: 2017
    url: {url}
"""


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def kwb(tmp_path: Path, old: str = "", new: str = "", url: str = "kwb.xlsx") -> Path:
    """A user's folder with one release; `old` in its text replaced by `new`."""
    text = KWB.format(url=url)
    assert old in text
    return write(tmp_path / "cat", "kwb.yaml", text.replace(old, new) if old else text + new)


# --- the packaged catalogue ---


def test_the_packaged_catalogue_lists_what_the_publishers_released():
    catalogue = load_catalogue([])
    assert set(catalogue.sources) == set(folders()) >= {"cbs_kerncijfers", "cbs_grenzen", "leefbaarometer"}
    years = {bron: {r.indeling for r in source.releases} for bron, source in catalogue.sources.items()}
    listed, outlines = years["cbs_kerncijfers"], years["cbs_grenzen"]
    assert listed == set(range(2009, max(listed) + 1)) >= {2013, 2025}
    assert outlines == set(range(2009, max(outlines) + 1)) >= listed
    assert years["leefbaarometer"] <= listed and years["cbs_adressen"] == set(range(2016, max(listed) + 1))
    bulk = [r for r in catalogue.sources["cbs_kerncijfers"].releases if r.layout == "v4_zip"]
    assert {r.jaren[0] for r in bulk} == {jaar for jaar in listed if jaar > 2012}  # the years before share a table
    assert all(r.url.startswith(f"https://datasets.cbs.nl/csv/CBS/nl/{r.tabel}") for r in bulk)
    assert {(2017, "83765NED"), (2025, "86165NED")} <= {(r.jaren[0], r.tabel) for r in bulk}
    every = [r for source in catalogue.sources.values() for r in source.releases]
    assert every and all(r.url.startswith("https://") for r in every)
    assert catalogue.merk is None and catalogue.settings.cel_minimum == 10


def test_restricted_sources_are_not_in_the_open_build():
    catalogue = load_catalogue([])
    closed = {"woonzorgwijzer", "cbs_microdata"}
    assert set(catalogue.sources) - set(catalogue.open_sources()) == closed
    assert not closed & {source.bron for source, _ in catalogue.releases("openbaar")}


def test_the_packaged_files_have_one_name_with_their_source():
    for packaged in packaged_files():
        assert packaged.content["bron"] == packaged.file.parent.name


# --- a user's folder ---


def test_a_folder_extends_and_its_paths_start_at_the_file(tmp_path):
    folder = kwb(tmp_path, url="../bestanden/kwb 2017.xlsx")
    packaged, source = (load_catalogue(found).sources["cbs_kerncijfers"] for found in ([], [folder]))
    release = source.release("2017@eigen")
    assert release.url == str(tmp_path / "bestanden" / "kwb 2017.xlsx") and release.public_url == "kwb 2017.xlsx"
    assert source.titel == packaged.titel
    assert [r for r in source.releases if r != release] == list(packaged.releases)


def test_file_addresses_are_paths(tmp_path):
    folder = kwb(tmp_path, url="file:///data/kwb%202017.xlsx")
    assert load_catalogue([folder]).sources["cbs_kerncijfers"].release("2017@eigen").url == "/data/kwb 2017.xlsx"


def test_a_path_may_name_a_folder_of_ours(tmp_path, monkeypatch):
    folder = kwb(tmp_path, url="${VEERKRACHT_REAL_DATA}/kwb.xlsx")
    monkeypatch.setenv("VEERKRACHT_REAL_DATA", str(tmp_path / "echt"))
    release = load_catalogue([folder]).sources["cbs_kerncijfers"].release("2017@eigen")
    assert release.url == str(tmp_path / "echt" / "kwb.xlsx")
    monkeypatch.delenv("VEERKRACHT_REAL_DATA")
    with pytest.raises(CatalogueError, match=r"kwb\.yaml:7: het pad noemt \$VEERKRACHT_REAL_DATA, maar die .* is leeg"):
        load_catalogue([folder])


def test_a_folder_completes_what_is_open(tmp_path):
    text = f"""bron: cbs_kerncijfers
releases:
  - release: 2017@83765NED
    sha256: {"1" * 64}
    gepubliceerd: 2019-11-05
    aanvaard_door: Jo
    aanvaard_reden: vergeleken met de website
"""
    folder = write(tmp_path / "cat", "mijn.yaml", text)
    release = load_catalogue([folder]).sources["cbs_kerncijfers"].release("2017@83765NED")
    assert release.sha256 == "1" * 64 and release.gepubliceerd == date(2019, 11, 5)
    assert release.url == "https://datasets.cbs.nl/csv/CBS/nl/83765NED" and release.aanvaard_door == "Jo"


def test_a_folder_that_stands_alone_uses_definitions_only(tmp_path):
    folder = kwb(tmp_path)
    write(folder, "catalogus.yaml", "zelfstandig: true\nmerk: FICTIEVE VOORBEELDDATA\n")
    write(folder, "instellingen.yaml", "rapport_van: 2019\n")
    catalogue = load_catalogue([folder])
    assert [r.release for _, r in catalogue.releases("leden")] == ["2017@eigen"]
    assert catalogue.merk == "FICTIEVE VOORBEELDDATA" and catalogue.settings.rapport_van == 2019


def test_folders_come_from_the_environment(tmp_path, monkeypatch):
    other = write(tmp_path / "tweede", "kwb.yaml", KWB.format(url="b.xlsx").replace("eigen", "ander"))
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", os.pathsep.join((str(kwb(tmp_path)), str(other))))
    names = {r.release for r in load_catalogue().sources["cbs_kerncijfers"].releases}
    assert {"2017@eigen", "2017@ander"} < names


def test_a_source_of_the_users_own_comes_by_the_contract(tmp_path):
    text = """bron: schuldhulp
titel: Schuldhulp
uitgever: Gemeente
licentie: intern
toegang: beperkt
landingspagina: https://voorbeeld.nl
reeks: nieuwste_per_jaar
releases:
  - release: 2023@levering
    jaren: [2023]
    layout: contract_csv
    indeling: 2023
    drop: schuldhulp-*.csv
"""
    folder = write(tmp_path / "cat", "schuldhulp.yaml", text)
    assert load_catalogue([folder]).sources["schuldhulp"].release("2023@levering").drop == "schuldhulp-*.csv"
    write(folder, "schuldhulp.yaml", text.replace("contract_csv", "gpkg"))
    with pytest.raises(CatalogueError, match=r"layout `gpkg` past niet bij .*: contract_csv, contract_xlsx"):
        load_catalogue([folder])


def test_the_fingerprint_is_of_the_meaning(tmp_path):
    first = load_catalogue([kwb(tmp_path)]).fingerprint()
    assert first == load_catalogue([kwb(tmp_path, "bron:", "# opmerking\nbron:")]).fingerprint()
    moved = tmp_path / "elders"
    moved.mkdir()
    assert first == load_catalogue([kwb(moved)]).fingerprint()
    changed = [
        load_catalogue([kwb(tmp_path, new=f"    sha256: {'1' * 64}\n")]).fingerprint(),
        load_catalogue([kwb(tmp_path, "indeling: 2017", "indeling: 2018")]).fingerprint(),
        load_catalogue([write(kwb(tmp_path), "catalogus.yaml", "merk: PROEF\n")]).fingerprint(),
        load_catalogue([write(kwb(tmp_path), "instellingen.yaml", "rapport_van: 2019\n")]).fingerprint(),
    ]
    assert len({first, *changed}) == 5


def test_the_fingerprint_of_the_open_build_does_not_see_restricted_deliveries(tmp_path):
    text = """bron: cbs_microdata
releases:
  - release: 2023@levering
    jaren: [2023]
    layout: contract_csv
    indeling: 2023
    drop: levering.csv
"""
    without, catalogue = load_catalogue([]), load_catalogue([write(tmp_path / "cat", "m.yaml", text)])
    assert without.fingerprint("openbaar") == catalogue.fingerprint("openbaar")
    assert without.fingerprint("leden") != catalogue.fingerprint("leden") == catalogue.fingerprint()


# --- mistakes ---

MISTAKES = [
    ("url:", "urll:", r"kwb\.yaml:7: onbekende sleutel `urll`; bedoelde u `url`\?"),
    ("releases:", "realeses:", r"kwb\.yaml:2: onbekende sleutel `realeses`; bedoelde u `releases`\?"),
    ("bron: cbs_kerncijfers\n", "", r"kwb\.yaml:1: `bron:` ontbreekt"),
    ("release: 2017@eigen", "jaar: 2017", r"kwb\.yaml:3: `release:` ontbreekt"),
    ("    layout: werkboek\n", "", r"kwb\.yaml:3: `layout` ontbreekt"),
    ("werkboek", "werkboekje", r"kwb\.yaml:5: `layout` kent `werkboekje` niet; mogelijk zijn 'v4_zip'"),
    (
        "werkboek",
        "gpkg",
        r"kwb\.yaml:5: layout `gpkg` past niet bij release `2017@eigen` van `cbs_kerncijfers`: v4_zip",
    ),
    (
        "indeling: 2017",
        "indeling: 2008",
        r"kwb\.yaml:6: .* indeling 2008 is onbekend; cbs_grenzen kent 2009, 2010, 2011",
    ),
    ("indeling: 2017", "indeling: vorig", r"kwb\.yaml:6: `indeling`: `vorig` is geen geheel getal"),
    ("[2017]", "2017", r"kwb\.yaml:4: `jaren`: `2017` is geen lijst"),
    ("[2017]", "[2018]", r"kwb\.yaml:3: release `2017@eigen` begint met andere jaren dan `jaren` \[2018\]"),
    ("[2017]", "[1817]", r"kwb\.yaml:4: `jaren`: `1817` kan niet"),
    ("2017@eigen", "2017", r"kwb\.yaml:3: `release` heeft niet de vorm"),
    ("2017@eigen", "2017@../../x", r"kwb\.yaml:3: `release` heeft niet de vorm"),
    ("    url: kwb.xlsx\n", "", r"kwb\.yaml:3: geef óf `url` óf `drop`; geen van beide staat er"),
    ("", "    drop: kwb*.xlsx\n", r"kwb\.yaml:3: geef óf `url` óf `drop`; beide staan er"),
    ("url: kwb.xlsx", "drop: kwb*.xlsx", r"kwb\.yaml:7: .*`drop` is er alleen voor beperkte bronnen"),
    ("url: kwb.xlsx", "drop: ../kwb.xlsx", r"kwb\.yaml:7: `\.\./kwb.xlsx` moet een bestandsnaam zijn"),
    ("kwb.xlsx", "ftp://x.nl/kwb.xlsx", r"kwb\.yaml:7: `ftp://x.nl/kwb.xlsx`: alleen https-adressen en bestandspaden"),
    ("", "    sha256: abc\n", r"kwb\.yaml:8: `sha256` moet 64 tekens 0-9 en a-f hebben; gevonden: `abc`"),
    ("", f"    sha256: {'A' * 64}\n", r"kwb\.yaml:8: `sha256` moet 64 tekens"),
    ("", "    gepubliceerd: gisteren\n", r"kwb\.yaml:8: `gepubliceerd`: `gisteren` is geen datum"),
    ("bron: cbs_kerncijfers", "bron: [cbs_kerncijfers]", r"kwb\.yaml:1: `bron` is één naam"),
    ("", "    max_bytes: -1\n", r"kwb\.yaml:8: `max_bytes`: `-1` kan niet; verwacht meer dan 0\."),
    ("", "    niveaus: [straat]\n", r"kwb\.yaml:8: `niveaus` kent `straat` niet"),
    ("", "    uitzonderingen: {GM0363: 2019}\n", r"kwb\.yaml:3: `uitzonderingen` zonder `bewijs`"),
    ("", "    bewijs: x\n    uitzonderingen: {GM0363: 1999}\n", r"kwb\.yaml:9: .*indeling 1999 is onbekend"),
    (
        "",
        "    bewijs: x\n    uitzonderingen: {Amsterdam: 2019}\n",
        r"kwb\.yaml:9: `uitzonderingen` heeft niet de vorm .*GM.* gevonden: `Amsterdam`",
    ),
    ("", "    aanvaard_door: Jo\n", r"kwb\.yaml:3: `aanvaard_door` zonder `sha256`"),
    ("", "    url: b.xlsx\n", r"kwb\.yaml:8: sleutel `url` staat er twee keer"),
    ("", "  - release: 2017@eigen\n", r"kwb\.yaml:8: release `2017@eigen` staat ook al op .*kwb\.yaml:3"),
    ("", "\ttab: 1\n", r"kwb\.yaml:8: geen geldige YAML: found character"),
    ("[2017]", "&j [2017]", r"kwb\.yaml:4: ankers en verwijzingen \(&j\) mogen niet"),
    ("kwb.xlsx", "!!python/name:os.system x", r"kwb\.yaml:7: YAML-tags .* mogen niet"),
    (
        "",
        "titel: Iets anders\n",
        r"kwb\.yaml:8: `titel` van bron `cbs_kerncijfers` spreekt .*cbs_kerncijfers/catalogus\.yaml:\d+ tegen",
    ),
    (
        "",
        "toegang: beperkt\n",
        r"kwb\.yaml:8: `toegang` van bron `cbs_kerncijfers` spreekt .* hier `beperkt`, daar `open`",
    ),
    ("2017@eigen", "2017@83765NED", r"kwb\.yaml:5: `layout` van release `2017@83765NED` spreekt .* daar `v4_zip`"),
]


@pytest.mark.parametrize(("old", "new", "text"), MISTAKES, ids=[m[2][:60] for m in MISTAKES])
def test_a_mistake_is_named_with_file_and_line(tmp_path, old, new, text):
    with pytest.raises(CatalogueError, match=text):
        load_catalogue([kwb(tmp_path, old, new)])


def test_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(
        CatalogueError, match="deze catalogusmap bestaat niet; kijk --catalogus of VEERKRACHT_CATALOGUS"
    ):
        load_catalogue([tmp_path / "weg"])


def test_one_source_twice_in_a_folder(tmp_path):
    folder = write(kwb(tmp_path), "nog.yaml", KWB.format(url="x.xlsx").replace("eigen", "ander"))
    with pytest.raises(CatalogueError, match=r"nog\.yaml:1: bron `cbs_kerncijfers` staat ook in .*kwb\.yaml:1"):
        load_catalogue([folder])


def test_a_file_by_another_ending_is_not_passed_over(tmp_path):
    with pytest.raises(CatalogueError, match=r"extra\.yml: catalogusbestanden eindigen op \.yaml"):
        load_catalogue([write(kwb(tmp_path), "extra.yml", "")])


def test_files_that_are_no_catalogue(tmp_path):
    folder = kwb(tmp_path)
    (folder / "kwb.yaml").write_bytes("bron: caf\xe9".encode("latin-1"))
    with pytest.raises(CatalogueError, match=r"kwb\.yaml: geen UTF-8-tekst \(byte 9\)"):
        load_catalogue([folder])
    write(folder, "kwb.yaml", "- a\n- b\n")
    with pytest.raises(CatalogueError, match=r"kwb\.yaml:1: verwacht sleutels met waarden"):
        load_catalogue([folder])
    write(folder, "kwb.yaml", "bron: x # " + "x" * 1_000_000)
    with pytest.raises(CatalogueError, match=r"kwb\.yaml: groter dan 1\.000\.000 bytes"):
        load_catalogue([folder])
    write(folder, "kwb.yaml", "bron: " + "[" * 5_000)
    with pytest.raises(CatalogueError, match=r"kwb\.yaml"):
        load_catalogue([folder])


def test_releases_that_are_no_list(tmp_path):
    with pytest.raises(CatalogueError, match=r"b\.yaml:2: `releases` moet een lijst zijn"):
        load_catalogue([write(tmp_path / "cat", "b.yaml", "bron: cbs_kerncijfers\nreleases: {a: 1}\n")])


def test_rules_and_settings_of_a_folder_are_checked_too(tmp_path):
    folder = write(kwb(tmp_path), "catalogus.yaml", "merkt: X\n")
    with pytest.raises(CatalogueError, match=r"catalogus\.yaml:1: onbekende sleutel `merkt`; bedoelde u `merk`\?"):
        load_catalogue([folder])
    write(folder, "catalogus.yaml", "zelfstandig: misschien\n")
    with pytest.raises(CatalogueError, match=r"catalogus\.yaml:1: `zelfstandig`: `misschien` is geen true of false"):
        load_catalogue([folder])
    write(folder, "catalogus.yaml", "merk: X\n")
    write(folder, "instellingen.yaml", "dekking_minimun: 0.9\n")
    with pytest.raises(
        CatalogueError,
        match=r"instellingen\.yaml: `dekking_minimun` is geen instelling; bedoelde u `dekking_minimum`\?",
    ):
        load_catalogue([folder])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- edities_bewaren", "verwacht regels als `naam: waarde`"),
        ("alleen tekst", "verwacht regels als `naam: waarde`"),
        ("kaart_perioden: soms", "`kaart_perioden`: gevonden 'soms'; "),
        ("edities_bewaren: veel", "`edities_bewaren`: gevonden 'veel'; verwacht een heel getal"),
        ("edities_bewaren: true", "`edities_bewaren`: gevonden True; geen instelling is waar of onwaar"),
        ("edities_bewaren: 0", "`edities_bewaren`: gevonden 0; verwacht 1 of meer"),
        ("dekking_minimum: 2", "`dekking_minimum`: gevonden 2; verwacht hoogstens 1"),
        ("perioden: [[2024]]", "`perioden`: gevonden [2024]; verwacht meer waarden in de lijst"),
        ("uitgever_contact: hier", "`uitgever_contact`: gevonden 'hier'; verwacht een e-mailadres, of een webadres"),
        ("kwetsbaarheid_beperkt: []", "`kwetsbaarheid_beperkt`: gevonden []; verwacht een of meer namen van aandelen"),
        ("kwetsbaarheid_beperkt: md_kwetsbaar", "verwacht een of meer namen van aandelen, zoals md_"),
    ],
)
def test_what_a_setting_may_be_is_said_in_dutch(tmp_path, text, told):
    folder = write(kwb(tmp_path), "instellingen.yaml", text)
    with pytest.raises(CatalogueError, match=r"instellingen\.yaml: ") as caught:
        load_catalogue([folder])
    assert told in str(caught.value) and "nput should" not in str(caught.value)


def refusal(tmp_path, line: str) -> str:
    """What is said of a file of settings with this line; empty when it is taken."""
    (tmp_path / "instellingen.yaml").write_text(line, "utf-8")
    try:
        load_settings(tmp_path)
    except CatalogueError as error:
        return str(error).removeprefix(str(tmp_path))
    return ""


@pytest.mark.parametrize("name", Settings.model_fields)
def test_no_setting_is_refused_in_english_or_in_a_pattern(tmp_path, name):
    values = ("=cmd()", "x" * 500, "-1", "1e30", ".nan", "[]", "[[2024]]", "[[1, 2, 3, 4]]", "{}", "null")
    told = [refusal(tmp_path, f"{name}: {value}\n") for value in values]
    assert any(told)
    english = re.compile(r"\b(should|[Ii]nput|[Ss]tring|[Vv]alue|at most|finite|pattern)\b|\^")
    assert [text for text in told if english.search(text)] == []


def test_one_share_in_place_of_the_index_may_stand_without_a_list(tmp_path):
    folder = write(kwb(tmp_path), "instellingen.yaml", "kwetsbaarheid_beperkt: md_kwetsbaar_hc_aandeel")
    assert load_catalogue([folder]).settings.kwetsbaarheid_beperkt == ("md_kwetsbaar_hc_aandeel",)


@pytest.mark.parametrize(
    "line",
    ['publicatie_adres: "http://onversleuteld.nl/"', 'publicatie_adres: "https://zonder-streep.nl"',
     'uitgever_contact: "javascript:alert(1)"', 'uitgever_contact: "geen adres"'],
)  # fmt: skip
def test_addresses_for_catalogues_are_web_or_mail_addresses(tmp_path, line):
    folder = write(kwb(tmp_path), "instellingen.yaml", line)
    with pytest.raises(CatalogueError, match=line.partition(":")[0]):
        load_catalogue([folder])


def test_two_marks(tmp_path):
    folders = [write(tmp_path / name, "catalogus.yaml", f"merk: {name}\n") for name in ("een", "twee")]
    with pytest.raises(CatalogueError, match=r"ander `merk`: `een` in .*; `twee` in .*Laat er één over"):
        load_catalogue(folders)


def test_two_folders_may_not_contradict_each_other(tmp_path):
    first = kwb(tmp_path, new=f"    sha256: {'1' * 64}\n")
    second = write(
        tmp_path / "b", "b.yaml", f"bron: cbs_kerncijfers\nreleases:\n  - release: 2017@eigen\n    sha256: {'2' * 64}\n"
    )
    with pytest.raises(
        CatalogueError, match=r"b\.yaml:4: `sha256` van release `2017@eigen` spreekt .*kwb\.yaml:8 tegen"
    ):
        load_catalogue([first, second])


def test_a_user_makes_a_packaged_year_one_that_is_always_fetched_with_a_reason(tmp_path):
    text = "bron: cbs_kerncijfers\nreleases:\n  - release: 2015@83220NED\n    rol: kern\n"
    folder = write(tmp_path / "cat", "kwb.yaml", text)
    with pytest.raises(CatalogueError, match=r"`rol` .* spreekt .* schrijf er `reden:` bij om dit te vervangen"):
        load_catalogue([folder])
    write(folder, "kwb.yaml", text + "    reden: ons verhaal begint in 2015\n")
    assert load_catalogue([folder]).sources["cbs_kerncijfers"].release("2015@83220NED").rol == "kern"


def test_a_reason_is_not_offered_where_it_changes_nothing(tmp_path):
    first = kwb(tmp_path, new=f"    sha256: {'1' * 64}\n")
    text = f"bron: cbs_kerncijfers\nreleases:\n  - release: 2017@eigen\n    sha256: {'2' * 64}\n    reden: x\n"
    with pytest.raises(CatalogueError, match="spreekt niet tegen; geef een afwijkende levering een eigen release"):
        load_catalogue([first, write(tmp_path / "b", "b.yaml", text)])


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "bron: cbs_kerncijfer\nreleases:\n  - {release: 2024@85984NED, uit: x}\n",
            "bron `cbs_kerncijfer` staat niet in de catalogus.*bedoelde u `cbs_kerncijfers`",
        ),
        (
            "bron: cbs_kerncijfers\nreleases:\n  - {release: 2024@85984NDE, uit: x}\n",
            "release `2024@85984NDE` van `cbs_kerncijfers` staat niet.*bedoelde u `2024@85984NED`",
        ),
    ],
)
def test_a_slip_of_the_pen_in_the_name_of_what_is_overridden_is_told(tmp_path, text, told):
    (tmp_path / "eigen.yaml").write_text(text)
    with pytest.raises(CatalogueError, match=told):
        load_catalogue([tmp_path])
