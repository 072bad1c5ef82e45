"""`veerkracht refresh --publiek leden` with restricted deliveries: what it prints, where it lies, what stays inside."""

import stat

import duckdb
import pytest

from veerkracht.publication import publications

pytestmark = [pytest.mark.lang, pytest.mark.timeout(2000)]
BIJ_NAAM = ("woonzorgwijzer", "cbs_microdata", "wzw_", "md_kwetsbaar", "zorgmijders", "Zorgmijders")
BIJ_NAAM += ("ernstige_eenzaamheid", "Ernstige eenzaamheid")
PER_GEBIED = ("fct_waarneming", "fct_reeks", "fct_verandering", "fct_kaart", "fct_kwetsbaarheid", "fct_component")


def marts(paths, publiek: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(str(paths.publicatie(publiek) / "actueel" / "veerkracht.duckdb"), read_only=True)


def test_the_edition_stands_apart_and_is_whole(closed_world):
    paths, printed = closed_world
    assert "(leden)" in printed
    (edition,) = publications(paths, "leden")
    assert edition.actueel and not edition.problemen, edition.problemen
    with marts(paths, "leden") as con:
        sources = {row[0] for row in con.execute("select bron from dim_release where toegang = 'beperkt'").fetchall()}
        shares = con.execute(
            "select count(waarde) from fct_reeks where indicator = 'md_kwetsbaar_hc_aandeel'"
        ).fetchone()
    assert sources == {"woonzorgwijzer", "cbs_microdata", "eigen_zorgmijders"}
    assert shares[0] > 50


def test_a_kenmerk_that_only_its_delivery_knows_has_a_map_in_every_product(closed_world):
    paths, _ = closed_world
    folder = (paths.publicatie("leden") / "actueel").resolve()
    with marts(paths, "leden") as con:
        shown = con.execute(
            "select niveau, count(klasse), count(distinct klasse) from fct_kaart "
            "where kaart_id = 'wzw_ernstige_eenzaamheid' group by niveau order by niveau"
        ).fetchall()
    assert [(niveau, classes) for niveau, count, classes in shown if count] == [("buurt", 5)]
    assert "wzw_ernstige_eenzaamheid_aandeel" in (folder / "woordenboek.csv").read_text(encoding="utf-8-sig")
    for page in sorted((folder / "paginas").glob("GM*.html")):
        assert "Ernstige eenzaamheid (alle inwoners, schatting)" in page.read_text(encoding="utf-8"), page.name


def test_maps_of_vulnerability_say_which_share_they_show_and_that_it_is_an_estimate(closed_world):
    with marts(closed_world[0], "leden") as con:
        told = dict(con.execute("select kaart_id, titel || '. ' || leeshulp from dim_kaart").fetchall())
    for kaart_id in ("3", "10"):
        assert "(schatting)" in told[kaart_id] and "een schatting door een model" in told[kaart_id]
        assert "Behoefte aan begeleiding: geschat aandeel (alle inwoners)" in told[kaart_id]
    for kaart_id in ("4", "7", "8", "9"):  # delivered for one year only
        assert told[kaart_id].endswith("van het geleverde aandeel is de verandering over deze periode niet bekend.")


def test_every_page_of_it_says_not_to_spread(closed_world):
    paths, _ = closed_world
    pages = list((paths.publicatie("leden") / "actueel").resolve().rglob("*.html"))
    assert len(pages) > 8
    assert not [page.name for page in pages if "NIET VERSPREIDEN" not in page.read_text(encoding="utf-8")]
    open_pages = list((paths.publicatie("openbaar") / "actueel").resolve().rglob("*.html"))
    assert open_pages
    assert not [page.name for page in open_pages if "NIET VERSPREIDEN" in page.read_text(encoding="utf-8")]


def test_restricted_folders_are_for_their_owner_only(closed_world):
    paths, _ = closed_world
    apart = [paths.beperkt, paths.drop, *(paths.beperkt / name for name in ("archief", "raw", "werk"))]
    apart += [paths.publicatie("leden"), *(raw for raw in paths.beperkt.glob("raw/*/*@*") if raw.is_dir())]
    assert len(apart) >= 9
    assert {folder.name: oct(stat.S_IMODE(folder.stat().st_mode)) for folder in apart} == dict.fromkeys(
        (folder.name for folder in apart), "0o700"
    )


def test_no_restricted_name_is_in_the_open(closed_world):
    paths, _ = closed_world
    outside = [*(paths.publicatie("openbaar") / "actueel").resolve().rglob("*"), *(paths.root / "raw").rglob("*")]
    found = [file for file in outside if any(word in file.as_posix() for word in BIJ_NAAM)]
    texts = [file for file in outside if file.suffix in (".html", ".csv", ".json", ".geojson", ".gpkg", ".txt")]
    assert len(texts) > 10
    found += [file for file in texts if any(word.encode() in file.read_bytes() for word in BIJ_NAAM)]
    assert not found


def test_openbaar_is_the_same_as_where_nobody_has_restricted_deliveries(closed_world, published_sample):
    """No figure of it can be computed from them: every mart is equal, but for the own open source."""
    with marts(closed_world[0], "openbaar") as con:
        other = published_sample.publicatie("openbaar") / "actueel" / "veerkracht.duckdb"
        con.execute(f"attach '{other}' as zonder (read_only)")
        for mart in PER_GEBIED:
            columns = con.execute(f"describe zonder.main.{mart}").fetchall()
            shown = ", ".join(f'"{name}"' for name, *_ in columns)
            own = {"indicator": "schoon_cijfer", "kaart_id": "schoon"}.items()
            others = [f"{name} is distinct from '{value}'" for name, value in own if name in {c[0] for c in columns}]
            with_ = f"select {shown} from {mart} where {' and '.join(others) or 'true'}"
            without = f"select {shown} from zonder.main.{mart}"
            count, differ = con.execute(
                f"select (select count(*) from zonder.main.{mart}), "
                f"(select count(*) from ({with_} except {without})) + (select count(*) from ({without} except {with_}))"
            ).fetchone()
            assert (count > 0, differ) == (True, 0), mart
