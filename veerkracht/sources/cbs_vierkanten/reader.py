"""CBS squares of 100 m: inhabitants per square and year, of which only the years the release names are read.

A code such as `E2269N5800` gives the lower left corner in hundreds of metres of EPSG:28992 (226900, 580000); where the
file has outlines a sample of them is held against the codes. What is no count stays empty with its reason: -99997 and
`geheim` are secret, every other negative code, blank, a sign alone and `nihil` is missing, and what nobody can read is
`onleesbaar`. `nihil` is not read as 0: in the file of 2014 it stands exactly where the count is -99998, beside squares
whose published (rounded) count is 0.
"""

import re
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import shapely

from veerkracht import schemas
from veerkracht.errors import DeliveryError
from veerkracht.levels import RASTER
from veerkracht.sources.catalogue.model import Release, Source
from veerkracht.sources.readers import missing
from veerkracht.sources.readers.crs import decide, to_rd
from veerkracht.sources.readers.csvtext import header_names, separator_of
from veerkracht.sources.readers.delivery import Delivery, Reader
from veerkracht.sources.readers.headings import headings
from veerkracht.sources.readers.layout import SQLITE, ZIP, Layout
from veerkracht.sources.readers.members import member_names, unpacked
from veerkracht.sources.readers.tables import Feit, feiten, missing_column
from veerkracht.sources.readers.zipsafe import extract, read_member

if TYPE_CHECKING:
    import geopandas
    import pandas as pd

MAX_BYTES = 8_000_000_000  # expanded; the file of the whole country is about 1 GB
HEADINGS = Path(__file__).with_name("koppen.yaml")
_JAAR = re.compile(r"vk100[-_]?((?:19|20)\d\d)", re.IGNORECASE)
_OTHERWISE = "Neem de vierkanten van 100 m (vk100) van CBS, zoals zij op cbs.nl staan."
_CODE = r"E(\d{4})N(\d{4})"
_WHOLE = r"[+-]?\d+(e\+?\d+)?"
_NO_FRACTION = r"[.,](0{1,2}|0{4,})$"  # three noughts may be those of a thousand
_X, _Y = (0, 300_000), (300_000, 625_000)  # the Netherlands in EPSG:28992
_SAMPLE, _NEAR_M = 50, 25  # outlines held against their code; they came through WGS 84 in the file of 2014


def read(file: Path, source: Source, release: Release) -> Delivery:
    """Squares as `bijlagen["vierkanten"]` (schema VIERKANTEN), one row a square and year; no figures of areas.

    Raises DeliveryError when the code column or a year's inhabitants are gone, or a code is none of 100 m;
    BoundaryError when no CRS explains where the outlines lie.
    """
    names, table = _load(file, release)
    code_column, jaren = _columns(file, names, release)
    codes = table[code_column].astype(str).str.strip()
    x, y = _corners(file, code_column, codes)
    parts = [_year(file, jaar, column, codes, x, y, table[column], source.onleesbaar) for jaar, column in jaren.items()]
    facts = list(_facts(names, table, jaren))
    return Delivery(
        waarnemingen=schemas.WAARNEMINGEN.empty_table(),
        gebieden=schemas.GEBIEDEN.empty_table(),
        feiten=feiten(source, release, facts),
        bijlagen={"vierkanten": pa.concat_tables(parts)},
    )


def _load(file: Path, release: Release) -> "tuple[list[str], pd.DataFrame]":
    """All column names, and the code and inhabitants columns as a frame."""
    if not zipfile.is_zipfile(file):
        return _columns_and_rows(file, file, file.name, release)
    members = member_names(file)
    for suffix in (".gpkg", ".shp", ".csv"):
        for member in members:
            if Path(member).suffix.lower() == suffix:
                _check_name(file, member, release)
                load = _load_csv if suffix == ".csv" else _load_layer
                return load(file, member, release)
    raise DeliveryError(
        f"{file.name}: geen gpkg, shapefile of csv; het bevat {', '.join(members[:8])[:150]}. "
        f"{unpacked(members)}{_OTHERWISE}"
    )


def _load_csv(file: Path, member: str, release: Release) -> "tuple[list[str], pd.DataFrame]":
    import io

    import pandas as pd

    content = read_member(file, member)
    line = content.partition(b"\n")[0]
    separator = separator_of(line.decode("utf-8-sig", "replace"))
    names = header_names(line, separator)
    code_column, jaren = _columns(file, names, release)
    frame = pd.read_csv(
        io.BytesIO(content),
        sep=separator,
        dtype=str,
        keep_default_na=False,
        encoding="utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "cp1252",
        names=names,
        skiprows=1,
        usecols=[code_column, *jaren.values()],
    )
    return names, frame


def _load_layer(file: Path, member: str, release: Release) -> "tuple[list[str], pd.DataFrame]":
    with tempfile.TemporaryDirectory() as folder:
        extract(file, Path(folder), MAX_BYTES)
        return _columns_and_rows(file, Path(folder, member), f"{file.name}/{member}", release)


def _columns_and_rows(file: Path, layer: Path, called: str, release: Release) -> "tuple[list[str], pd.DataFrame]":
    """What stands in a layer, that was delivered in a zip or loose."""
    import pyogrio

    try:
        names = list(pyogrio.read_info(layer)["fields"])
        code_column, jaren = _columns(file, names, release)
        frame = pyogrio.read_dataframe(layer, columns=[code_column, *jaren.values()], read_geometry=False)
        sample = pyogrio.read_dataframe(layer, columns=[code_column], max_features=_SAMPLE)
    except pyogrio.errors.DataSourceError as error:
        raise DeliveryError(f"{called}: kan niet worden gelezen ({error}); haal het opnieuw op.") from error
    if getattr(sample, "geometry", None) is not None and len(sample):
        _check_outlines(file, sample, code_column, release)
    return names, frame


def _columns(file: Path, names: list[str], release: Release) -> tuple[str, dict[int, str]]:
    """The code column, and the column of inhabitants of each year of the release."""
    rules = headings(HEADINGS)
    code_column = rules.first("code", names)
    if not code_column:
        raise DeliveryError(missing_column(file.name, names, rules.spellings["code"][:2], todo=_OTHERWISE))
    found = rules.find("inwoners", names)
    jaren = {}
    for jaar in release.jaren:
        # without a year in its name a column says nothing of which year it is: only for a release of one year
        fitting = [one.name for one in found if one.jaar == jaar]
        fitting += [one.name for one in found if one.jaar is None and len(release.jaren) == 1]
        if not fitting:
            wanted = (
                f"INW{jaar}",
                f"aantal_inwoners_{jaar}",
                *(("aantal_inwoners",) if len(release.jaren) == 1 else ()),
            )
            raise DeliveryError(missing_column(file.name, names, wanted, todo=_OTHERWISE))
        jaren[jaar] = fitting[0]
    return code_column, jaren


def _check_name(file: Path, member: str, release: Release) -> None:
    """Raise DeliveryError when the names say another year (`CBS_VK100_2016_v2.shp`) than the release has."""
    told = [int(match[1]) for match in _JAAR.finditer(member)]
    if told and not set(told) & set(release.jaren):
        raise DeliveryError(
            f"{file.name}/{member}: de naam zegt {told[0]}, maar release {release.release} is van "
            f"{', '.join(map(str, release.jaren))}. Leg het bestand onder de release van zijn eigen jaar."
        )


def _corners(file: Path, code_column: str, codes: "pd.Series") -> tuple[np.ndarray, np.ndarray]:
    """Lower left corners in metres. Raises DeliveryError for a code that is none, lies abroad or is there twice."""
    import pandas as pd

    parts = codes.str.extract(f"^{_CODE}$")
    x, y = (pd.to_numeric(parts[i]).fillna(-1).to_numpy() * 100 for i in (0, 1))
    wrong = np.flatnonzero(~((x >= _X[0]) & (x < _X[1]) & (y >= _Y[0]) & (y < _Y[1])))
    if wrong.size:
        raise DeliveryError(
            f"{file.name}: rij {wrong[0] + 1} van de gegevens, kolom {code_column}: {codes.iloc[wrong[0]]!r} is geen "
            f"vierkant van 100 m in Nederland; verwacht: E1234N5678, honderden meters in EPSG:28992. {_OTHERWISE}"
        )
    if not len(codes) or codes.duplicated().any():
        what = (
            f"vierkant {codes[codes.duplicated()].iloc[0]} staat er dubbel in" if len(codes) else "geen enkel vierkant"
        )
        raise DeliveryError(f"{file.name}: {what}; verwacht: één rij per vierkant. Haal het bestand opnieuw op.")
    return x.astype(np.int32), y.astype(np.int32)


def _check_outlines(file: Path, sample: "geopandas.GeoDataFrame", code_column: str, release: Release) -> None:
    """The outlines lie where their codes say. Raises BoundaryError where no CRS explains where they lie."""
    corners = sample.geometry.bounds
    declared = sample.crs.to_wkt() if sample.crs else None
    bounds = corners[["minx", "miny"]].min().tolist() + corners[["maxx", "maxy"]].max().tolist()
    crs = decide(file.name, declared, np.array(bounds), release.crs).crs
    lie_at = shapely.bounds(shapely.transform(sample.geometry.to_numpy(), lambda points: to_rd(points, crs)))
    x, y = _corners(file, code_column, sample[code_column].astype(str).str.strip())
    off = np.flatnonzero((abs(lie_at[:, 0] - x) > _NEAR_M) | (abs(lie_at[:, 1] - y) > _NEAR_M))
    if off.size:
        i = off[0]
        raise DeliveryError(
            f"{file.name}: vierkant {sample[code_column].iloc[i]} ligt op ({lie_at[i, 0]:.0f}, {lie_at[i, 1]:.0f}) "
            f"in plaats van ({x[i]}, {y[i]}). Codes en omtrekken horen niet bij elkaar, of de `crs` van de release is "
            "een andere."
        )


def _year(
    file: Path,
    jaar: int,
    name: str,
    codes: "pd.Series",
    x: np.ndarray,
    y: np.ndarray,
    cells: "pd.Series",
    allowed: float,
) -> pa.Table:
    """One year of all squares. Raises DeliveryError when more than the share `allowed` of its cells is unreadable."""
    text = _text(cells)
    numbers = _counts(text)
    given = (numbers >= 0).to_numpy()
    strange = _unreadable(text, numbers)
    if strange.sum() > allowed * (strange | given).sum():
        at = int(np.flatnonzero(strange)[0])
        raise DeliveryError(
            f"{file.name}: rij {at + 1} van de gegevens, kolom {name}: {text.iloc[at]!r} is geen aantal inwoners, "
            f"evenals {strange.sum() - 1} andere cellen; verwacht: een getal, een code als -99997, geheim of nihil. "
            "Haal het bestand opnieuw op bij CBS."
        )
    secret = (text.map(missing.reasons()) == "geheim").to_numpy()
    columns = [
        np.full(len(codes), jaar),
        codes,
        x,
        y,
        pa.array(numbers.to_numpy(float), mask=~given),
        np.select([given, secret, strange], ["waarde", "geheim", "onleesbaar"], "ontbreekt"),
    ]
    arrays = [pa.array(column).cast(field.type) for column, field in zip(columns, schemas.VIERKANTEN, strict=True)]
    return pa.table(arrays, schema=schemas.VIERKANTEN)


def _counts(text: "pd.Series") -> "pd.Series":
    """Texts as numbers of people; a fraction is none, since `1.200` may be one or twelve hundred."""
    import pandas as pd

    return pd.to_numeric(text.where(text.str.fullmatch(_WHOLE)), errors="coerce")


def _unreadable(text: "pd.Series", numbers: "pd.Series") -> np.ndarray:
    """Which cells are neither a number nor a reason why there is none."""
    strange = [one for one in text[numbers.isna()].unique() if missing.reason(one) is None]
    return text.isin(strange).to_numpy()


def _text(cells: "pd.Series") -> "pd.Series":
    """Cells as trimmed text, whole numbers without `.0` or `,0`, missing as empty text."""
    text = cells.astype(str).where(cells.notna(), "").str.strip().str.lower()
    return text.str.replace(_NO_FRACTION, "", regex=True)


def _facts(names: list[str], table: "pd.DataFrame", jaren: dict[int, str]) -> Iterator[Feit]:
    yield Feit("aantal_rijen", len(table), RASTER)
    yield Feit("aantal_kolommen", len(names), RASTER)
    for column in jaren.values():
        text = _text(table[column])
        numbers = _counts(text)
        yield Feit(f"som_inwoners_{column}", numbers[numbers >= 0].sum(), RASTER)
        strange = _unreadable(text, numbers)
        if strange.any():
            at = int(np.flatnonzero(strange)[0])
            seen = f"{strange.sum()} van {(strange | (numbers >= 0)).sum()} cellen zijn geen getal, zoals"
            yield Feit(
                f"onleesbaar_{column}", int(strange.sum()), RASTER, f"{seen} {text.iloc[at][:30]!r} in rij {at + 1}"
            )
        special = text[~(numbers >= 0) & ~strange].value_counts().sort_index()
        for code, count in zip(special.index.astype(str), special.to_numpy(), strict=True):
            name = f"code_{code}" if re.fullmatch(r"-\d+", code) else f"ontbreekt_{code or 'leeg'}"
            yield Feit(f"{name}_{column}", int(count), RASTER)


VIERKANT_ZIP = Layout(
    "vierkant_zip", "een zip, of een los GeoPackage", (ZIP, SQLITE)
)  # the zip: gpkg, csv or shapefile
READERS: dict[Layout, Reader] = {VIERKANT_ZIP: read}
