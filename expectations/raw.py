"""The raw suites: does a delivery look like one - codes, keys, columns, emptiness, ranges?

What each source must hold is in `sources`; comparing with an earlier release is in `drift`.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from expectations import profile
from expectations.runner import Expect, JudgedFrame, between, judge
from expectations.sources import RawSuite, suite_of
from veerkracht import levels
from veerkracht.outcome import Outcome
from veerkracht.sources.catalogue.model import Release, Source

if TYPE_CHECKING:
    import pandas as pd

# What facts of readers are called that a person should know of, by the word they begin with.
TOLD = {"onleesbaar": "leesbare cellen", "buitenjaar": "kolommen van het jaar", "anderejaren": "jaren van de release"}
EXAMPLES = ["NL00", "GM0363", "WK036304", "BU03630401"]


def check_release(source: Source, release: Release, folder: Path) -> list[Outcome]:
    """Judge one release that was read into that folder.

    Messages about a restricted source hold counts, area codes and column names only.
    """
    looks = _looks(folder, suite_of(source.bron), release)
    judged = judge(looks, "gx_raw", source.bron, release.release, show_values=source.toegang == "open")
    return [*judged, *_told(folder, source, release)]


def _told(folder: Path, source: Source, release: Release) -> Iterator[Outcome]:
    """What the reader saw that keeps nothing back, but that a person should know."""
    for feit, count, text in profile.told(folder):
        controle, _, subject = feit.partition("_")
        yield Outcome(
            eigenaar="lezer",
            controle=TOLD[controle],
            ernst="waarschuwt",
            geslaagd=False,
            bron=source.bron,
            release=release.release,
            onderwerp=f"kolom {subject}" if controle == "onleesbaar" else None,
            waarde=count,
            toelichting=text,
        )


def _looks(folder: Path, suite: RawSuite, release: Release) -> Iterator[JudgedFrame]:
    areas = profile.areas(folder)
    if len(areas):
        yield _areas(areas, suite, release)
        yield from _levels(areas)
    columns = profile.columns(folder)
    if len(columns) or suite.verplicht:
        yield _required(columns, suite)
    if len(columns):
        yield _columns(columns)
        yield from _ranges(columns, suite)
    for file in sorted(folder.glob("grenzen_*.parquet")):
        yield _outlines(file)
    if (folder / "adressen.parquet").is_file():
        yield _addresses(folder / "adressen.parquet")
    if (folder / "vierkanten.parquet").is_file():
        yield _squares(folder / "vierkanten.parquet")


def _areas(areas: "pd.DataFrame", suite: RawSuite, release: Release) -> JudgedFrame:
    table = levels.known()
    niveaus = suite.niveaus or table.with_figures
    own = [row.example for row in table.own if row.cijfers]
    years, vintages = list(release.jaren), sorted({release.indeling, *release.uitzonderingen.values()})
    return JudgedFrame(
        "gebieden",
        areas,
        (
            _matches("gebiedscode", _code(table), "gebiedscodes", f"codes als {', '.join(EXAMPLES + own)}"),
            _among("niveau", niveaus, "niveaus", f"niveaus {', '.join(niveaus)}"),
            _among("jaar", years, "jaren", f"jaren van de release: {', '.join(map(str, years))}"),
            _among("indeling", vintages, "indeling", f"indeling {', '.join(map(str, vintages))}"),
            between("aantal", "sleutel", "elk gebied een keer per jaar", high=1),
        ),
        label="gebiedscode",
    )


def _code(table: levels.Niveaus) -> str:
    """What codes look like, after intake: the land has one."""
    patterns = [levels.LANDCODE if name == levels.LAND else table[name].regex for name in reversed(table.with_figures)]
    return f"^({'|'.join(patterns)})$"


def _levels(areas: "pd.DataFrame") -> Iterator[JudgedFrame]:
    """Codes that begin as their level does: catches wijk codes delivered as buurten."""
    table = levels.known()
    for name, rows in areas.groupby("niveau"):
        niveau = str(name)
        if niveau in table.with_figures and (begin := table[niveau].voorvoegsel):
            expect = _matches("gebiedscode", f"^{begin}", "code bij niveau", f"codes die met {begin} beginnen")
            yield JudgedFrame(f"gebieden {niveau}", rows, (expect,), label="gebiedscode")


def _required(columns: "pd.DataFrame", suite: RawSuite) -> JudgedFrame:
    import pandas as pd

    filled = columns[columns["cijfers"] > 0]
    names = pd.concat([filled["kolom"], filled["titel"]]).dropna().astype("str").str.strip()
    found = [bool(names.str.fullmatch(f"(?i:{pattern})").any()) for pattern in suite.verplicht.values()]
    frame = pd.DataFrame({"kolom": pd.Series(list(suite.verplicht), dtype="str"), "gevonden": found})
    wanted = ", ".join(suite.verplicht) or "geen"
    expect = _among("gevonden", [True], "verplichte kolommen", f"kolommen met cijfers: {wanted}")
    return JudgedFrame("kolommen", frame, (expect,), label="kolom")


def _columns(columns: "pd.DataFrame") -> JudgedFrame:
    filled = Expect(
        "ExpectColumnValuesToBeBetween",
        "lege kolommen",
        "in ten minste de helft van de kolommen staat een cijfer",
        "waarschuwt",
        {"column": "leeg", "max_value": 1, "strict_max": True, "mostly": 0.5},
    )
    unique = Expect(
        "ExpectColumnValuesToBeUnique", "dubbele kolommen", "elke kolom een keer", "blokkeert", _on("kolom")
    )
    return JudgedFrame("kolommen", columns, (filled, unique), label="kolom")


def _ranges(columns: "pd.DataFrame", suite: RawSuite) -> Iterator[JudgedFrame]:
    for band in suite.bereiken:
        rows = columns[band.matches(columns) & (columns["cijfers"] > 0)]
        if len(rows):
            low, high = band.laag, band.hoog
            expects = (
                between(
                    "minimum", f"ondergrens {band.naam}", f"{band.naam} ten minste {low}", low=low, ernst=band.ernst
                ),
                between(
                    "maximum", f"bovengrens {band.naam}", f"{band.naam} ten hoogste {high}", high=high, ernst=band.ernst
                ),
            )
            chosen = tuple(e for e, bound in zip(expects, (low, high), strict=True) if bound is not None)
            yield JudgedFrame(f"kolommen {band.naam}", rows, chosen, label="kolom")


def _outlines(file: Path) -> JudgedFrame:
    return JudgedFrame(
        file.stem,
        profile.outlines(file),
        (
            Expect(
                "ExpectTableRowCountToBeBetween", "omtrekken", "ten minste een gebied", "blokkeert", {"min_value": 1}
            ),
            _matches("gebiedscode", _code(levels.known()), "gebiedscodes", f"codes als {', '.join(EXAMPLES[1:])}"),
            between("aantal", "sleutel", "elk gebied een keer (land en water apart)", high=1),
            _among("water", ["land", "water", "buitenland"], "water", "land, water of buitenland"),
            between("oppervlakte_ha", "oppervlakte", "meer dan 0 ha", low=0, strict_min=True),
        ),
        label="gebiedscode",
    )


def _addresses(file: Path) -> JudgedFrame:
    return JudgedFrame(
        "adressen",
        profile.addresses(file),
        (
            between("adressen", "adressen", "ten minste een adres", low=1),
            between("geen_postcode", "postcodes", "postcodes als 1234AB", high=0),
            between("geen_buurtcode", "buurtcodes", "codes als BU03630401", high=0),
            between("geen_huisnummer", "huisnummers", "huisnummers boven 0", high=0),
            between("dubbel", "dubbele adressen", "elk adres een keer", high=0, ernst="waarschuwt"),
        ),
    )


def _squares(file: Path) -> JudgedFrame:
    return JudgedFrame(
        "vierkanten",
        profile.squares(file),
        (
            between("vierkanten", "vierkanten", "ten minste een vierkant", low=1),
            between("met_inwoners", "inwoners", "ten minste een vierkant met inwoners", low=1),
            between("dubbel", "dubbele vierkanten", "elk vierkant een keer", high=0),
            between("geen_getal", "inwoners", "geen negatief of ontbrekend aantal", high=0),
            between("niet_op_raster", "raster", "hoekpunten op hele 100 m", high=0),
        ),
    )


def _on(column: str, **more: Any) -> dict[str, Any]:
    return {"column": column, **more}


def _matches(column: str, regex: str, controle: str, verwacht: str) -> Expect:
    return Expect("ExpectColumnValuesToMatchRegex", controle, verwacht, "blokkeert", _on(column, regex=regex))


def _among(column: str, values: Iterable[object], controle: str, verwacht: str) -> Expect:
    return Expect("ExpectColumnValuesToBeInSet", controle, verwacht, "blokkeert", _on(column, value_set=list(values)))
