"""The quality page: what was checked about this edition, by whom, and what came out; failures first."""

from dataclasses import dataclass
from pathlib import Path

from veerkracht.dutch import number
from veerkracht.edition.reading import Edition, QueryRow
from veerkracht.products.web.page import render

SHARES = "drift"  # the owner of checks that find a share


@dataclass(frozen=True, slots=True)
class Owner:
    """Who checked, in words, and what it asks."""

    titel: str
    vraag: str


OWNERS = {
    "archief": Owner("Ontvangst", "Zijn dit de geregistreerde bytes?"),
    "lezer": Owner("Lezen", "Wat is er in de levering geteld?"),
    "gx_raw": Owner("Vorm", "Ziet de levering eruit als een levering: codes, sleutels, kolommen, leegte?"),
    SHARES: Owner("Naast de vorige levering", "Is zij aannemelijk naast haar voorganger?"),
    "dbt": Owner("Rekenregels", "Kloppen types, sleutels, verwijzingen en sommen? De namen zijn die in de code."),
    "gx_mart": Owner("Verdelingen", "Zijn de verdelingen van wat naar buiten gaat aannemelijk?"),
    "kandidaat": Owner("Pakket", "Is het pakket volledig, leesbaar, beschreven en vrij van wat niet naar buiten mag?"),
}
_ROWS = "bron, release, controle, onderwerp, waarde, toelichting"
_ORDER = f"case ernst when 'blokkeert' then 1 when 'waarschuwt' then 2 else 3 end, {_ROWS}"


def write(kandidaat: Path) -> list[Path]:
    """Write `kwaliteit/index.html` from `fct_kwaliteit`."""
    with Edition(kandidaat) as edition:
        page = render(
            "kwaliteit.html",
            kandidaat / "kwaliteit" / "index.html",
            edition,
            totalen=_totals(edition),
            gefaald=_failed(edition),
            releases=_releases(edition),
            eigenaren=_owners(edition),
        )
    return [page]


def _totals(edition: Edition) -> QueryRow:
    return edition.rows(
        "select count(*) filter (uitkomst = 'geslaagd') as geslaagd, "
        "count(*) filter (uitkomst = 'gefaald' and ernst = 'blokkeert') as blokkeert, "
        "count(*) filter (uitkomst = 'gefaald' and ernst <> 'blokkeert') as waarschuwt, "
        "count(*) filter (uitkomst = 'feit') as feiten from fct_kwaliteit"
    )[0]


def _failed(edition: Edition) -> list[QueryRow]:
    """What failed, with the title of its source and what was found in words."""
    titles = {row["bron"]: row["brontitel"] for row in edition.rows("select bron, brontitel from dim_release")}
    rows = edition.rows(f"select * from fct_kwaliteit where uitkomst = 'gefaald' order by {_ORDER}")
    return [row | {"brontitel": titles.get(row["bron"], row["bron"]), "gevonden": _found(row)} for row in rows]


def _found(row: QueryRow) -> str:
    """A share as a percentage, a count without decimals."""
    value = row["waarde"]
    if value is not None and row["eigenaar"] == SHARES:
        return f"{number(100 * value, 1)}%"
    return number(value, 0 if value is None or float(value).is_integer() else 2)


def _releases(edition: Edition) -> list[QueryRow]:
    """Each release with its counts of outcomes and the facts that its reader wrote down."""
    releases = edition.rows(
        "select r.bron, r.release, r.brontitel, r.gepubliceerd, r.status, r.gekozen, r.sha256, "
        "count(k.controle) filter (k.uitkomst = 'geslaagd') as geslaagd, "
        "count(k.controle) filter (k.uitkomst = 'gefaald') as gefaald "
        "from dim_release r left join fct_kwaliteit k on k.bron = r.bron and k.release = r.release "
        "group by all order by r.bron, r.release"
    )
    facts: dict[tuple[str, str], list[QueryRow]] = {}
    for row in edition.rows(f"select * from fct_kwaliteit where uitkomst = 'feit' order by {_ROWS}"):
        facts.setdefault((row["bron"], row["release"]), []).append(row)
    return [release | {"feiten": facts.get((release["bron"], release["release"]), [])} for release in releases]


def _owners(edition: Edition) -> list[QueryRow]:
    """Each owner of checks with its outcomes: one line a check, subjects counted."""
    rows = edition.rows(
        "select eigenaar, controle, ernst, count(*) filter (uitkomst = 'geslaagd') as geslaagd, "
        "count(*) filter (uitkomst = 'gefaald') as gefaald from fct_kwaliteit where uitkomst <> 'feit' "
        "group by all order by gefaald desc, controle, eigenaar, ernst"
    )
    names = sorted({row["eigenaar"] for row in rows}, key=lambda name: ([*OWNERS, name]).index(name))
    return [
        {
            "naam": name,
            "over": OWNERS.get(name, Owner(name, "")),
            "regels": [row for row in rows if row["eigenaar"] == name],
        }
        for name in names
    ]
