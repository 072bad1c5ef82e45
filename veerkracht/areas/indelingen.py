"""Which vintages have outlines, and on which of them the series stand. Reads file names only."""

from pathlib import Path

from veerkracht import levels
from veerkracht.commandline import command
from veerkracht.errors import BoundaryError
from veerkracht.paths import DataPaths
from veerkracht.settings import Settings


def indelingen(paths: DataPaths, niveau: str | None = None) -> list[int]:
    """Vintages with clean outlines of that level (None: buurten, that everything is made of), in order."""
    niveau = niveau or levels.known().ground
    return sorted(int(file.stem.rpartition("_")[2]) for file in paths.grenzen.glob(f"{niveau}_[0-9]*.parquet"))


def grenzen_file(paths: DataPaths, niveau: str, indeling: int) -> Path:
    """GeoParquet of one level and vintage; it may not exist."""
    return paths.grenzen / f"{niveau}_{indeling}.parquet"


def target_indeling(paths: DataPaths, settings: Settings) -> int:
    """Vintage on which series and maps stand: `doel_indeling`, or the newest with outlines of buurten of the whole
    country, as far as any vintage has it (of its hectares at least the share `dekking_minimum`): newer outlines of a
    part of the country do not take the rest off the map.

    Raises BoundaryError when there are no outlines of that vintage.
    """
    known = indelingen(paths)
    wanted = settings.doel_indeling
    if not known:
        raise BoundaryError(
            "Er zijn nog geen omtrekken van buurten. Voeg een release van cbs_grenzen toe en haal die op met "
            f"`{command('fetch', 'cbs_grenzen')}`."
        )
    if wanted == "nieuwste":
        sizes = {indeling: _land_area(paths, indeling) for indeling in known}
        return max(jaar for jaar, size in sizes.items() if size >= settings.dekking_minimum * max(sizes.values()))
    if wanted not in known:
        raise BoundaryError(
            f"doel_indeling {wanted} heeft geen omtrekken van buurten; wel aanwezig: {', '.join(map(str, known))}. "
            "Kies een van deze jaren of voeg de grenzen van dat jaar toe."
        )
    return int(wanted)


def _land_area(paths: DataPaths, indeling: int) -> float:
    """Hectares of land that the buurten of a vintage cover."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    file = paths.gebiedenlijst / grenzen_file(paths, levels.known().ground, indeling).name
    areas = pq.read_table(file, columns=["oppervlakte_ha", "water"])
    return pc.sum(areas["oppervlakte_ha"].filter(pc.equal(areas["water"], "land"))).as_py() or 0.0
