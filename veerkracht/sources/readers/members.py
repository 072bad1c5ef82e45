"""Which members a delivered zip has, by the names a reader knows; reading them is in `zipsafe`."""

from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import zipsafe
from veerkracht.sources.readers.zipsafe import read_member as lees_lid

__all__ = ["kies_lid", "leden", "lees_lid"]


def leden(bestand: Path) -> list[str]:
    """Names of the files in a zip. Raises DeliveryError when it is no safe zip, or an empty one."""
    if bestand.stat().st_size == 0:
        raise DeliveryError(f"{bestand.name}: het bestand is leeg (0 bytes); haal het opnieuw op.")
    namen = [info.filename for info in zipsafe.members(bestand)]
    if not namen:
        raise DeliveryError(f"{bestand.name}: het zipbestand is leeg; haal het opnieuw op of vraag de uitgever.")
    return namen


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
