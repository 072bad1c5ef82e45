"""The claims as tables on a screen."""

from typing import TYPE_CHECKING

from orchestration.console import table
from veerkracht.claims.records import Against, Estimate, MapClaims

if TYPE_CHECKING:
    from rich.table import Table

EMPTY = "–"
_KEY = ("kaart", "niveau", "periode")


def summary(claims: list[MapClaims]) -> "Table":
    """A row a map: how much of it is coloured, and how many claims it expects to be untrue itself."""
    shown = table(*_KEY, "gebieden", "inwoners", "drempel", "duidelijk", "gekleurd", "verwacht onjuist")
    for key, one in zip(_keys(claims), claims, strict=True):
        shown.add_row(
            *key,
            f"{one.gebieden}",
            f"{one.inwoners:.0f}",
            f"{one.delta:.4f}",
            f"{one.duidelijk} ({one.aandeel_duidelijk:.1%})",
            f"{one.gekleurd} ({one.aandeel_gekleurd:.1%})",
            f"{one.verwacht_onjuist:.1f}",
        )
    return shown


def truths(claims: list[MapClaims]) -> "Table":
    """A row a map of which the truth is known; of two shares the first is of what is called duidelijk."""
    shown = table(
        *_KEY, "verslechterd gevonden", "verbeterd gevonden", "verkeerd teken", "onjuist", "rmse", "rmse gemeten",
        "correlatie", "in interval", "fout²", "inwoners in gebieden waar beide toenamen",
    )  # fmt: skip
    for key, one in zip(_keys(claims), claims, strict=True):
        if one.waarheid:
            shown.add_row(*key, *_against(one.waarheid), _both(one))
    return shown


def classes(claims: list[MapClaims]) -> "Table":
    """A row a class of each map."""
    shown = table(*_KEY, "klasse", "gebieden", "inwoners", "verwacht onjuist", "onjuist", "verkeerd teken")
    for key, one in zip(_keys(claims), claims, strict=True):
        for klasse in one.klassen:
            shown.add_row(
                *key,
                f"{klasse.klasse} {klasse.label}",
                f"{klasse.gebieden}",
                f"{klasse.inwoners:.0f}",
                _number(klasse.verwacht_onjuist, 1),
                _number(klasse.onjuist, 0),
                _number(klasse.verkeerd, 0),
            )
    return shown


def _keys(claims: list[MapClaims]) -> list[tuple[str, str, str]]:
    """Map, level and period of each; the level with its indeling where there are several."""
    several = len({one.indeling for one in claims}) > 1
    return [
        (one.kaart_id, f"{one.niveau} {one.indeling}" if several else one.niveau, f"{one.jaar_van}–{one.jaar_tot}")
        for one in claims
    ]


def _against(found: Against) -> list[str]:
    worse, better = found.verslechterd, found.verbeterd
    return [
        f"{worse.gevonden} van {worse.gebieden}",
        f"{better.gevonden} van {better.gebieden}",
        f"{_percent(found.duidelijk_verkeerd)} / {_percent(found.gekleurd_verkeerd)}",
        f"{_percent(found.duidelijk_onjuist)} / {_percent(found.gekleurd_onjuist)}",
        *_figures(found.schatting),
    ]


def _figures(of: Estimate | None) -> list[str]:
    if of is None:
        return [EMPTY] * 5
    decimals = ((of.rmse, 4), (of.rmse_gemeten, 4), (of.correlatie, 2))
    return [*(_number(*one) for one in decimals), _percent(of.binnen), _number(of.fout_kwadraat, 2)]


def _both(one: MapClaims) -> str:
    if one.beide is None:
        return EMPTY
    return f"{one.beide.verwacht:.0f} verwacht, {_number(one.beide.waar, 0)} waar, van {one.beide.van:.0f}"


def _percent(share: float | None) -> str:
    return EMPTY if share is None else f"{share:.1%}"


def _number(value: float | None, decimals: int) -> str:
    return EMPTY if value is None else f"{value:.{decimals}f}"
