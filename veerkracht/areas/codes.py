"""Whether the codes of a delivery exist in the outlines of the vintage that the catalogue declares for it.

Lists, drops nothing: what to do about it is for people.
"""

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from veerkracht.areas.vintages import NIVEAUS
from veerkracht.paths import DataPaths
from veerkracht.schemas import KWALITEIT

GENOEMD = 40  # codes named in one row; the number of all is in `waarde`


def unknown_codes(paths: DataPaths, gebieden: pa.Table, indeling: int) -> dict[str, list[str]]:
    """Per level the codes of `gebieden` (schema GEBIEDEN) of that vintage that its outlines do not have, sorted.

    Levels without outlines of the vintage are absent. Where buurten or wijken of a gemeente are not loaded although
    the vintage knows that gemeente, nothing can be said of them and they are not listed.
    """
    eigen = gebieden.filter(pc.equal(gebieden["indeling"], indeling))
    gemeenten = _bekend(paths, "gemeente", indeling)
    result = {}
    for niveau in NIVEAUS:
        bekend = _bekend(paths, niveau, indeling)
        codes = pc.unique(eigen.filter(pc.equal(eigen["niveau"], niveau))["gebiedscode"]).to_pylist()
        if bekend and codes:
            geladen = {code[2:6] for code in bekend}
            niet_geladen = {code[2:6] for code in gemeenten} - geladen
            result[niveau] = sorted(code for code in codes if code not in bekend and code[2:6] not in niet_geladen)
    return result


def code_checks(paths: DataPaths, gebieden: pa.Table) -> pa.Table:
    """Rows of KWALITEIT (eigenaar `lezer`, controle `codes_buiten_indeling`), one per release, vintage and level that
    could be checked."""
    rows = []
    keys = gebieden.group_by(["bron", "release", "indeling"]).aggregate([]).to_pylist()
    for key in sorted(keys, key=lambda row: tuple(row.values())):
        deel = gebieden
        for name, value in key.items():
            deel = deel.filter(pc.equal(deel[name], value))
        for niveau, codes in unknown_codes(paths, deel, key["indeling"]).items():
            rows.append(_rij(key, niveau, codes))
    return pa.Table.from_pylist(rows, schema=KWALITEIT)


def _rij(key: dict, niveau: str, codes: list[str]) -> dict:
    meer = f" en {len(codes) - GENOEMD} andere" if len(codes) > GENOEMD else ""
    tekst = f"niet in de omtrekken van {key['indeling']}: {', '.join(codes[:GENOEMD])}{meer}" if codes else None
    return {
        "bron": key["bron"],
        "release": key["release"],
        "eigenaar": "lezer",
        "controle": "codes_buiten_indeling",
        "onderwerp": niveau,
        "ernst": "waarschuwt",
        "uitkomst": "gefaald" if codes else "geslaagd",
        "waarde": float(len(codes)),
        "verwacht": f"alle codes bestaan in indeling {key['indeling']}",
        "toelichting": tekst,
    }


def _bekend(paths: DataPaths, niveau: str, indeling: int) -> set[str]:
    file = paths.gebiedenlijst / f"{niveau}_{indeling}.parquet"
    return set(pq.read_table(file, columns=["gebiedscode"])["gebiedscode"].to_pylist()) if file.is_file() else set()
