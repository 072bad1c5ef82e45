"""A sheet per theme: a row an area, a column an indicator and year. A cell without a figure shows by its fill why."""

from typing import TYPE_CHECKING

from veerkracht import levels
from veerkracht.products.table.werkboek.gathering import Gathered, Gathering
from veerkracht.products.table.werkboek.rows import Numbered, NumberedGebied
from veerkracht.products.table.werkboek.workbook import Column, Workbook, number_format

if TYPE_CHECKING:
    import numpy as np

# fills of cells without a figure: readable in grey print too
FILLS: tuple[dict[str, object], ...] = (
    {"pattern": 1, "bg_color": "#e3e3e3"},
    {"pattern": 17, "fg_color": "#9a9a9a"},
    {"pattern": 14, "fg_color": "#9a9a9a"},
    {"pattern": 18, "fg_color": "#c9b37e"},
    {"pattern": 9, "fg_color": "#b9a0c9"},
    {"pattern": 3, "fg_color": "#a9bfd6"},
)
HAS_VALUE = "waarde"
FIXED = (
    Column("Naam", 30),
    Column("Code", 13),
    Column("Niveau", 10),
    Column("Indeling", 9, "0"),
    Column("Wijk", 11),
)


def fills(gathering: Gathering) -> dict[str, dict[str, object]]:
    """Fill of each status without a value; statuses beyond the known fills share the last."""
    without = [status for status in gathering.statussen if status != HAS_VALUE]
    return {status: FILLS[min(number, len(FILLS) - 1)] for number, status in enumerate(without)}


def write(workbook: Workbook, gathering: Gathering, own: Gathered, theme: str) -> None:
    """The sheet of one theme; nothing where this gemeente has no figure of it."""
    import numpy as np

    numbers = [number for number, row in gathering.indicatoren.items() if row.blad == theme]
    rows = own.reeksen if own.reeksen is not None else np.empty((0, 5))
    rows = rows[np.isin(rows[:, 1], numbers)]
    known = rows[~np.isnan(rows[:, 3])]
    if not len(known):
        return
    keys = np.unique(known[:, 1:3], axis=0)  # in order of indicator, then year
    areas = _areas(gathering, own, set(known[:, 0].astype(int)))
    values, states = _table(rows, keys, [number for number, _ in areas])
    columns = [_column(gathering.indicatoren[int(number)], int(year)) for number, year in keys]
    remark = "een lege cel heeft geen cijfer; de vulling zegt waarom (blad Leesmij)"
    table = workbook.sheet(theme.capitalize(), f"{theme.capitalize()} in {own.naam}", remark, [*FIXED, *columns], 2)
    looks = [None, *(workbook.style(**fills(gathering)[s]) if s != HAS_VALUE else None for s in gathering.statussen)]
    styles, write_number, write_blank = table.styles[len(FIXED) :], table.sheet.write_number, table.sheet.write_blank
    for (_, area), line, marks in zip(areas, values.tolist(), states.tolist(), strict=True):
        at = table.row
        table.add([area.naam, area.gebiedscode, area.niveau, area.indeling, area.wijkcode])
        for number, (value, mark) in enumerate(zip(line, marks, strict=True)):
            if value == value:
                write_number(at, number + len(FIXED), value, styles[number])
            elif looks[mark]:
                write_blank(at, number + len(FIXED), None, looks[mark])
    table.close()


def _areas(gathering: Gathering, own: Gathered, with_value: set[int]) -> list[tuple[int, NumberedGebied]]:
    """All areas of the target vintage, and of another vintage those with a figure; from gemeente to buurt."""
    doel = gathering.about.doel_indeling
    found = [(n, row) for n, row in own.gebieden.items() if row.indeling == doel or n in with_value]
    return sorted(
        found,
        key=lambda pair: (pair[1].indeling != doel, -levels.known().rank(pair[1].niveau), pair[1].gebiedscode),
    )


def _table(rows: "np.ndarray", keys: "np.ndarray", numbers: list[int]) -> tuple["np.ndarray", "np.ndarray"]:
    """Values (NaN: none) and the number of the status (0: no row), an area a row and a key a column."""
    import numpy as np

    at = {number: index for index, number in enumerate(numbers)}
    place = np.array([at.get(int(number), -1) for number in rows[:, 0]])
    wanted = {(number, year): index for index, (number, year) in enumerate(map(tuple, keys.tolist()))}
    column = np.array([wanted.get(key, -1) for key in map(tuple, rows[:, 1:3].tolist())])
    shown = (place >= 0) & (column >= 0)
    values, states = np.full((len(numbers), len(keys)), np.nan), np.zeros((len(numbers), len(keys)), dtype="int8")
    values[place[shown], column[shown]] = rows[shown, 3]
    states[place[shown], column[shown]] = np.nan_to_num(rows[shown, 4])
    return values, states


def _column(about: Numbered, year: int) -> Column:
    unit = f" ({about.eenheid})" if about.eenheid else ""
    return Column(f"{about.label}{unit} {year}", 13, number_format(about.decimalen))
