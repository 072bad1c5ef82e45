"""SES-WOA: the four scores of the feed and of StatLine's own CSV, and keys that mean something else by now."""

import json

import pytest

from tests.veerkracht.sources import leveringen as lev
from tests.veerkracht.sources.lezen import read
from veerkracht.errors import DeliveryError

BRON = lev.bron("cbs_ses_woa", reeks="een_release_voor_alle_jaren")
KEYS = ("GemiddeldeScore_29", "GemiddeldeScore_31", "GemiddeldeScore_33", "GemiddeldeScore_35")
HEADERS = (
    "SES-WOA/Totaalscore/Gemiddelde score (Getal)",
    "SES-WOA/Deelscore financiële welvaart/Gemiddelde score (Getal)",
    "SES-WOA/Deelscore opleidingsniveau/Gemiddelde score (Getal)",
    "SES-WOA/Deelscore arbeidsverleden/Gemiddelde score (Getal)",
)
SCORES = {
    "GM0034": (-0.1, -0.062, -0.03, -0.009),  # rounded, the parts make -0.101
    "WK003401": (0.045, 0.02, 0.02, 0.005),
    "BU00340101": (1.234, 0.7, 0.3, 0.234),
    "BU0034AF02": (None, None, None, None),
}


def rows(jaren=(2018, 2019), keys=KEYS) -> list[dict]:
    """Records of the feed, of only what the packaged release asks."""
    return [
        {"WijkenEnBuurten": f"{code:10}", "Perioden": f"{jaar}JJ00"} | dict(zip(keys, scores, strict=True))
        for jaar in jaren
        for code, scores in SCORES.items()
    ]


def pages(path, records=None, table="86296NED"):
    kinds = {"WijkenEnBuurten": "GeoDimension", "Perioden": "TimeDimension"}
    told = [{"Key": key, "Type": kind} for key, kind in kinds.items()]
    told += [{"Key": key, "Type": "Topic", "Title": "Gemiddelde score", "Unit": "Getal"} for key in KEYS]
    members = {"pagina-00001": records or rows(), "DataProperties": told}
    members |= {"TableInfos": [{"Identifier": table, "Title": "SES-WOA scores per wijk en buurt"}]}
    return lev.zip_met(path, {f"{name}.json": json.dumps({"value": value}) for name, value in members.items()})


def statline(path, headers=HEADERS, mark=".", code="Regiocode (gemeente, wijk, buurt) (code)", jaar="2019"):
    """As StatLine gives it: years bare, figures padded, codes in a column of this table's own name."""
    lines = [";".join(f'"{name}"' for name in ("Perioden", "Wijken en buurten", code, *headers))]
    for area, scores in SCORES.items():
        texts = ("." if score is None else f"{score:.3f}".replace(".", mark) for score in scores)
        cells = (jaar, "Naam", f"{area:10}", *(f"{text:>8}" for text in texts))
        lines.append(";".join(f'"{cell}"' for cell in cells))
    return lev.statline(path, lines)


def release(layout, jaren):
    return lev.release(layout, jaren=jaren, indeling=2025, tabel="86296NED")


def test_the_feed_gives_every_year_and_score(tmp_path):
    delivery = read(pages(tmp_path / "paginas.zip"), BRON, release("v3_odata", (2018, 2019)))
    found = delivery.waarnemingen.to_pylist()
    assert {(row["jaar"], row["kolom"]) for row in found} == {(jaar, key) for jaar in (2018, 2019) for key in KEYS}
    assert lev.figures(delivery, *KEYS)["BU00340101", 0] == "1.234"
    assert lev.figures(delivery, *KEYS)["BU0034AF02", 0] == ""


@pytest.mark.parametrize(("mark", "jaar"), [(".", "2019"), (",", "2019"), (",", "2019*"), (".", "2019**")])
def test_the_csv_of_statline_gives_the_same(tmp_path, mark, jaar):
    """A provisional year bears a star."""
    file = statline(tmp_path / "ses.csv", mark=mark, jaar=jaar)
    delivery = read(file, BRON, release("statline_csv", (2019,)))
    found = lev.figures(delivery, *HEADERS)
    assert found["GM0034", 0] == "-0.100" and found["BU00340101", 3] == "0.234" and found["BU0034AF02", 1] == "."
    assert sorted(delivery.gebieden["gebiedscode"].to_pylist()) == sorted(SCORES)


def test_keys_that_mean_something_else_are_refused(tmp_path):
    """The next table has a topic more: all suffixes moved on by one place."""
    moved = rows(keys=(KEYS[1], KEYS[2], KEYS[0], KEYS[3]))
    with pytest.raises(DeliveryError, match="totaalscore niet de som van welvaart, opleiding en arbeidsverleden"):
        read(pages(tmp_path / "paginas.zip", moved), BRON, release("v3_odata", (2018, 2019)))


def test_a_csv_with_the_total_alone_is_read(tmp_path):
    lines = statline(tmp_path / "ses.csv").read_text("utf-8-sig").splitlines()
    file = lev.statline(tmp_path / "alleen.csv", [";".join(line.split(";")[:4]) for line in lines[:-1]])
    delivery = read(file, BRON, release("statline_csv", (2019,)))
    assert set(lev.figures(delivery)) == {(code, HEADERS[0]) for code in SCORES}


def test_another_table_is_refused(tmp_path):
    with pytest.raises(DeliveryError, match="dit is tabel 85163NED"):
        read(pages(tmp_path / "paginas.zip", table="85163NED"), BRON, release("v3_odata", (2018, 2019)))


def test_a_csv_without_codes_says_which_box_to_tick(tmp_path):
    with pytest.raises(DeliveryError, match="Vink in StatLine"):
        read(statline(tmp_path / "ses.csv", code="Kenmerk"), BRON, release("statline_csv", (2019,)))
