"""Codes that do not exist in the declared vintage are listed; what cannot be known is not called unknown."""

import pyarrow as pa
from wereld import outlines, vak, world

from veerkracht.areas.codes import code_checks, unknown_codes
from veerkracht.schemas import GEBIEDEN, KWALITEIT


def gebieden(indeling: int, **codes: list[str]) -> pa.Table:
    rows = [
        {
            "bron": "cbs_kerncijfers",
            "release": "2019@x",
            "jaar": 2019,
            "niveau": niveau,
            "gebiedscode": code,
            "indeling": indeling,
        }
        for niveau, several in codes.items()
        for code in several
    ]
    return pa.Table.from_pylist(rows, schema=GEBIEDEN)


def test_unknown_codes_are_listed_per_level(paths):
    world(paths, outlines(2019, {"BU00010000": vak(0, 0, 100, 100), "BU00010001": vak(100, 0, 200, 100)}))
    table = gebieden(2019, land=["NL00"], gemeente=["GM0001"], buurt=["BU00010001", "BU00010009", "BU00010000"])
    assert unknown_codes(paths, table, 2019) == {"buurt": ["BU00010009"], "gemeente": []}
    checks = code_checks(paths, table)
    assert checks.schema.equals(KWALITEIT)
    rows = {row["onderwerp"]: row for row in checks.to_pylist()}
    assert (rows["buurt"]["uitkomst"], rows["buurt"]["waarde"]) == ("gefaald", 1.0)
    assert rows["buurt"]["toelichting"] == "niet in de omtrekken van 2019: BU00010009"
    assert (rows["gemeente"]["uitkomst"], rows["gemeente"]["controle"]) == ("geslaagd", "codes_buiten_indeling")


def test_without_outlines_of_the_vintage_there_is_nothing_to_say(paths):
    world(paths, outlines(2019, {"BU00010000": vak(0, 0, 100, 100)}))
    assert unknown_codes(paths, gebieden(2022, buurt=["BU00010000"]), 2022) == {}
    assert code_checks(paths, gebieden(2022, buurt=["BU00010000"])).num_rows == 0


def test_a_gemeente_whose_buurten_are_not_loaded_is_not_judged(paths):
    gemeenten = {"GM0001": vak(0, 0, 100, 100), "GM0002": vak(100, 0, 200, 100)}
    world(
        paths,
        outlines(2019, {"BU00010000": vak(0, 0, 100, 100)}),
        outlines(2019, gemeenten, niveau="gemeente", release="2019@gem"),
    )
    table = gebieden(2019, buurt=["BU00010000", "BU00020000", "BU00030000"])
    assert unknown_codes(paths, table, 2019) == {"buurt": ["BU00030000"]}
