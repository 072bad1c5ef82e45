"""Which members a delivered zip has, by the names a reader knows; reading them is in `zipsafe`."""

from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import zipsafe


def member_names(file: Path) -> list[str]:
    """Names of the files in a zip. Raises DeliveryError when it is no safe zip, or an empty one."""
    if file.stat().st_size == 0:
        raise DeliveryError(f"{file.name}: het bestand is leeg (0 bytes); haal het opnieuw op.")
    namen = [info.filename for info in zipsafe.members(file)]
    if not namen:
        raise DeliveryError(f"{file.name}: het zipbestand is leeg; haal het opnieuw op of vraag de uitgever.")
    return namen


def choose_member(file: Path, basisnaam: str) -> str:
    """Full name of the member with that base name, in whatever folder. Raises DeliveryError naming what there is."""
    namen = member_names(file)
    for naam in namen:
        if Path(naam).name == basisnaam:
            return naam
    raise DeliveryError(
        f"{file.name}: {basisnaam} ontbreekt in het zipbestand; het bevat {', '.join(sorted(namen)[:8])}. "
        "Is dit de bulkdownload van de uitgever?"
    )
