"""Countries in which nothing changes, or only vulnerability, built whole: seconds, and what their maps claim.

Beside the claims stand those of version 1 of the method in such a country: figures told in the issue, not made here.
"""

import shutil

from rich.console import Console
from rich.table import Table

from tests.benchmarks.measure import OUT, report
from tests.bewijs import whole
from veerkracht.claims.records import MapClaims
from veerkracht.sample.plannen import Waarheid

COUNTRIES = (Waarheid.niets, Waarheid.alleen_kwetsbaarheid)
NUISANCE_ROSE = (1, 3)  # classes of map 7
VERSION_1 = {  # of buurten, where nothing changes
    (Waarheid.niets, "6"): "253 of 299 red",
    (Waarheid.niets, "7"): "222 of 279 dark red: beide ongunstiger",
    (Waarheid.niets, "8"): "42% coloured",
}


def main() -> None:
    """Build each anew and print both tables."""
    rows, table = [], Table(title="claims where they are not true, buurten")
    for column in ("country", "map", "duidelijk", "coloured", "expected where both rose", "version 1, in the issue"):
        table.add_column(column)
    for waarheid in COUNTRIES:
        folder = OUT / f"land_{waarheid}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        rows += whole.build(folder, waarheid)
        for (kaart, niveau), one in sorted(whole.claims(folder).items()):
            if niveau != "buurt" or (kaart == "4" and waarheid != Waarheid.niets):
                continue  # where vulnerability does change, map 4 may say so
            coloured = _untrue(one, waarheid)
            table.add_row(
                waarheid, kaart, f"{one.duidelijk} of {one.gebieden}", f"{coloured} ({coloured / one.gebieden:.1%})",
                f"{one.beide.verwacht / one.beide.van:.2%}" if one.beide else "",
                VERSION_1.get((waarheid, kaart), "–"),
            )  # fmt: skip
    report("null countries", rows)
    Console(width=140).print(table)


def _untrue(one: MapClaims, waarheid: Waarheid) -> int:
    """Areas coloured where nothing changed; of map 7, where vulnerability did, those said to have more nuisance."""
    if waarheid == Waarheid.niets or one.kaart_id != "7":
        return one.gekleurd
    return sum(klasse.gebieden for klasse in one.klassen if klasse.klasse in NUISANCE_ROSE)


if __name__ == "__main__":
    main()
