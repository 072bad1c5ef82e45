"""Members of a delivered zip, read into memory with a cap; nothing is unpacked to disk here."""

import zipfile
from pathlib import Path

from veerkracht.errors import DeliveryError

MAX_BYTES = 4_000_000_000  # expanded size of one member; the largest known (100 m grid of all years) is a tenth of it


def leden(bestand: Path) -> list[str]:
    """Names of the files in a zip. Raises DeliveryError when it is no readable or an empty zip."""
    try:
        with zipfile.ZipFile(bestand) as archive:
            namen = [info.filename for info in archive.infolist() if not info.is_dir() and info.file_size]
    except (zipfile.BadZipFile, OSError) as error:
        leeg = " (leeg bestand)" if bestand.stat().st_size == 0 else ""
        raise DeliveryError(
            f"{bestand.name}{leeg}: is geen leesbaar zipbestand ({error}); haal het opnieuw op."
        ) from error
    if not namen:
        raise DeliveryError(f"{bestand.name}: het zipbestand is leeg; haal het opnieuw op of vraag de uitgever.")
    return namen


def lees_lid(bestand: Path, naam: str, max_bytes: int = MAX_BYTES) -> bytes:
    """Bytes of one member. Raises DeliveryError when it is damaged or grows beyond `max_bytes`."""
    try:
        with zipfile.ZipFile(bestand) as archive, archive.open(naam) as stream:
            content = stream.read(max_bytes + 1)
    except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, NotImplementedError) as error:
        raise DeliveryError(
            f"{bestand.name}/{naam}: is beschadigd ({error}); haal het zipbestand opnieuw op."
        ) from error
    if len(content) > max_bytes:
        raise DeliveryError(f"{bestand.name}/{naam}: wordt uitgepakt groter dan {max_bytes} bytes; niet gelezen.")
    return content


def kies_lid(bestand: Path, basisnaam: str) -> str:
    """Full name of the member with that base name, in whatever folder. Raises DeliveryError naming what there is."""
    namen = leden(bestand)
    for naam in namen:
        if Path(naam).name == basisnaam:
            return naam
    raise DeliveryError(
        f"{bestand.name}: {basisnaam} ontbreekt in het zipbestand; het bevat {', '.join(sorted(namen)[:8])}. "
        "Is dit de bulkdownload van de uitgever?"
    )
