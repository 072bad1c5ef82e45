"""edities.html and edities.csv: what changed since the previous edition of the same public, and why.

Made from the candidate and the edition that readers have now, which lies in the same folder.
"""

from collections import Counter
from pathlib import Path
from typing import Any

import duckdb

from veerkracht.edition.reading import Edition, QueryRow, lacking
from veerkracht.paths import Publiek
from veerkracht.products.safecsv import write_csv
from veerkracht.products.web.edities.causes import cause
from veerkracht.products.web.edities.compare import Comparison
from veerkracht.products.web.edities.previous import Previous, Program, previous, program
from veerkracht.products.web.page import render

COLUMNS = (
    "soort", "onderwerp", "niveau", "gebiedscode", "gebiedsnaam", "gemeente", "periode", "van", "naar", "aantal",
    "oorzaak",
)  # fmt: skip
SHOWN = 300  # areas on the page; all stand in the CSV
SHOWN_INDICATORS = 100


def write(kandidaat: Path) -> list[Path]:
    """Write `edities.html` and `edities.csv`; of a first edition they say that it is the first."""
    with Edition(kandidaat) as edition:
        before, facts = _compared(kandidaat, edition.about.publiek)
        page = render(
            "edities.html",
            kandidaat / "edities.html",
            edition,
            vorige=before,
            shown=SHOWN,
            shown_indicatoren=SHOWN_INDICATORS,
            **facts,
        )
    return [page, write_csv(kandidaat / "edities.csv", COLUMNS, _rows(facts))]


def _compared(kandidaat: Path, publiek: Publiek) -> tuple[Previous, QueryRow]:
    """The edition before it and what differs; where that lacks what is compared, why it is not."""
    before = previous(kandidaat, publiek)
    if before.folder is None:
        return before, _nothing()
    try:
        with Comparison(before.folder, kandidaat) as comparison:
            return before, _facts(comparison, kandidaat, before, publiek)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        why = f"de vorige editie ({before.naam}) is door een andere versie van veerkracht gemaakt en mist "
        return Previous(None, before.naam, why + lacking(str(error))), _nothing()


def _nothing() -> QueryRow:
    lists = ("releases", "instellingen", "kaarten", "indicatoren", "catalogus", "klassen", "grenzen", "pakketten")
    return {name: [] for name in lists} | {"per_kaart": [], "doel": None, "merk": None, "code": None, "let_op": []}


def _facts(comparison: Comparison, kandidaat: Path, before: Previous, publiek: Publiek) -> QueryRow:
    """Everything that the page and the CSV tell."""
    programs = program(before.folder, publiek) if before.folder else None, program(kandidaat, publiek)
    facts: QueryRow = {
        "releases": comparison.releases(),
        "instellingen": comparison.changed_cells("dim_instelling", "instelling"),
        "kaarten": comparison.changed_cells("dim_kaart", "kaart_id"),
        "catalogus": comparison.changed_cells("dim_indicator", "indicator"),
        "indicatoren": comparison.indicators(),
        "grenzen": comparison.boundaries(),
        "doel": comparison.doel,
        "merk": comparison.merk,
        "code": _code(*programs),
        "pakketten": _packages(*programs),
    }
    is_new_method = bool(facts["instellingen"] or (facts["code"] and facts["code"]["anders"]))
    maps, limits = {row["naam"] for row in facts["kaarten"]}, comparison.limits()
    classes = [row | {"oorzaak": cause(row, maps, limits, is_new_method)} for row in comparison.classes()]
    absent = [t for t in ("fct_kaart", "dim_instelling", "fct_legenda") if not comparison.has(t)]
    return facts | {"klassen": classes, "per_kaart": _per_map(classes), "let_op": absent}


def _code(old: Program | None, new: Program | None) -> QueryRow | None:
    if not old or not new:
        return None
    return {"van": old.code[:12], "naar": new.code[:12], "anders": old.code != new.code}


def _packages(old: Program | None, new: Program | None) -> list[QueryRow]:
    if not old or not new:
        return []
    names = sorted(old.pakketten.keys() | new.pakketten.keys())
    pairs = [(name, old.pakketten.get(name, "–"), new.pakketten.get(name, "–")) for name in names]
    return [{"naam": name, "kolom": None, "van": a, "naar": b} for name, a, b in pairs if a != b]


def _per_map(classes: list[QueryRow]) -> list[QueryRow]:
    """Per map, period and level: how many areas changed class, and by which cause, the most frequent first."""
    keys = ("volgorde", "kaart_id", "titel", "jaar_van", "jaar_tot", "niveau")
    counts = Counter((tuple(row[key] for key in keys), row["oorzaak"].partition(":")[0]) for row in classes)
    found: dict[tuple[Any, ...], list[tuple[str, int]]] = {}
    for (key, why), count in counts.most_common():
        found.setdefault(key, []).append((why, count))
    return [
        dict(zip(keys, key, strict=True)) | {"oorzaken": whys, "aantal": sum(n for _, n in whys)}
        for key, whys in sorted(found.items(), key=lambda item: (-item[0][4], item[0][3], item[0][5], item[0][0] or 0))
    ]


def _rows(facts: QueryRow) -> list[QueryRow]:
    """All differences as rows of the CSV."""
    rows = [
        {"soort": "release", "onderwerp": f"{r['titel']} {r['release']}", "naar": r["wat"]} for r in facts["releases"]
    ]
    if facts["doel"] and facts["doel"]["toen"] != facts["doel"]["nu"]:
        rows.append({"soort": "indeling", "van": facts["doel"]["toen"], "naar": facts["doel"]["nu"]})
    rows += [
        {"soort": "grenzen", "niveau": r["niveau"], "onderwerp": r["klasse"], "aantal": r["aantal"]}
        for r in facts["grenzen"]
    ]
    for kind in ("instellingen", "kaarten", "catalogus"):
        rows += [
            {
                "soort": kind,
                "onderwerp": " ".join(filter(None, (r["naam"], r["kolom"]))),
                "van": r["van"],
                "naar": r["naar"],
            }
            for r in facts[kind]
        ]
    if facts["code"] and facts["code"]["anders"]:
        rows.append({"soort": "programma", "van": facts["code"]["van"], "naar": facts["code"]["naar"]})
    rows += [
        {"soort": "pakket", "onderwerp": r["naam"], "van": r["van"], "naar": r["naar"]} for r in facts["pakketten"]
    ]
    rows += [
        {"soort": f"cijfers {kind}", "onderwerp": r["indicator"], "aantal": r[kind], "oorzaak": r["releases"] or ""}
        for r in facts["indicatoren"]
        for kind in ("nieuw", "herzien", "vervallen")
        if r[kind]
    ]
    return rows + [
        {
            "soort": "klasse",
            "onderwerp": f"{r['kaart_id']}. {r['titel']}",
            "periode": f"{r['jaar_van']}–{r['jaar_tot']}",
            "gemeente": r["gemeentenaam"],
        }
        | {key: r[key] for key in ("niveau", "gebiedscode", "gebiedsnaam", "van", "naar", "oorzaak")}
        for r in facts["klassen"]
    ]
