"""Files with the same bytes each time: zips with fixed member times, GeoPackages and shapefiles with fixed dates."""

import os
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

TIME = (2026, 1, 2, 0, 0, 0)  # of every zip member
DATE = "2026-01-02T00:00:00.000Z"


def write_zip(file: Path, members: Mapping[str, bytes | Path], level: int = 6) -> Path:
    """A deflated zip of these members, in this order."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(file, "w") as zip_:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, TIME)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            if isinstance(content, Path):
                content = content.read_bytes()
            zip_.writestr(member, content, compresslevel=level)
    return file


def write_gpkg(file: Path, layers: Mapping[str, object]) -> Path:
    """A GeoPackage with one layer a GeoDataFrame; GDAL adds to existing files, so the path is made free first."""
    import pyogrio

    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    previous = os.environ.get("OGR_CURRENT_DATE")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": DATE})
    try:
        for name, layer in layers.items():
            pyogrio.write_dataframe(layer, file, layer=name, driver="GPKG", layer_options={"SPATIAL_INDEX": "NO"})
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": previous})
    return file


def write_shapezip(file: Path, layers: Mapping[str, object]) -> Path:
    """A zip of shapefiles in Latin-1, one set of members a GeoDataFrame."""
    import pyogrio

    with TemporaryDirectory(prefix="sample-") as temporary:
        for name, layer in layers.items():
            pyogrio.write_dataframe(
                layer,
                Path(temporary, f"{name}.shp"),
                driver="ESRI Shapefile",
                encoding="ISO-8859-1",
                layer_options={"DBF_DATE_LAST_UPDATE": DATE[:10]},
            )
        members = {p.name: p.read_bytes() for p in sorted(Path(temporary).iterdir())}
    return write_zip(file, members)


def csv_bytes(
    header: Iterable[str], rows: Iterable[Iterable[object]], separator: str, encoding: str = "utf-8"
) -> bytes:
    """Rows as CSV text, quoted only where needed."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode(encoding)
