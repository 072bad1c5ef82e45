"""Which members a delivered zip has, by the names a reader knows; reading them is in `zipsafe`."""

from collections.abc import Iterable
from pathlib import Path

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import zipsafe


def member_names(file: Path) -> list[str]:
    """Names of the files in a zip. Raises DeliveryError when it is no safe zip, or an empty one."""
    if file.stat().st_size == 0:
        raise DeliveryError(f"{file.name}: het bestand is leeg (0 bytes); haal het opnieuw op.")
    names = [info.filename for info in zipsafe.members(file)]
    if not names:
        raise DeliveryError(f"{file.name}: het zipbestand is leeg; haal het opnieuw op of vraag de uitgever.")
    return names


def unpacked(names: Iterable[str]) -> str:
    """What to do with a zip in a zip, with a space behind it; empty when there is none."""
    return "Pak de zip die erin zit eerst uit. " if any(name.lower().endswith(".zip") for name in names) else ""


def choose_member(file: Path, base_name: str) -> str:
    """Full name of the member with that base name, in whatever folder. Raises DeliveryError naming what there is."""
    names = member_names(file)
    for name in names:
        if Path(name).name.lower() == base_name.lower():
            return name
    raise DeliveryError(
        f"{file.name}: {base_name} ontbreekt in het zipbestand; het bevat {', '.join(sorted(names)[:8])}. "
        f"{unpacked(names)}Is dit de bulkdownload van de uitgever? Haal haar opnieuw op."
    )
