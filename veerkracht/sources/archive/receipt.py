"""The receipt of a received release, `ontvangst.json`: written last, so its presence means the file is complete."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

from veerkracht.errors import ArchiveError
from veerkracht.files import write_text

NAME = "ontvangst.json"


@dataclass(frozen=True)
class Receipt:
    """What was received, from where, when, and which bytes."""

    bron: str
    release: str
    url: str | None  # web address, or a local file's name; None for a drop
    bestand: str
    bytes: int
    sha256: str
    ontvangen: str  # ISO time, UTC
    geregistreerd: bool  # whether the catalogue knew these bytes when they came in
    etag: str | None = None  # ETag and Last-Modified as the server gave them; older receipts and files have neither
    gewijzigd: str | None = None
    bevestigd: str | None = None  # ISO time, UTC, when the publisher last gave the same bytes again
    rechtstreeks: bool = False  # whether they came from `url` itself, and not by a mirror or a file of the user

    @property
    def seen(self) -> datetime:
        """When the publisher last gave these bytes."""
        return datetime.fromisoformat(self.bevestigd or self.ontvangen)


def now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def home(parent: Path, names: Sequence[str]) -> Path:
    """The folder of a release below that of its source: of the names it has had the first that holds a receipt, else
    that of its name of now, the first."""
    return next((parent / name for name in names if (parent / name / NAME).is_file()), parent / names[0])


def read_receipt(folder: Path) -> Receipt | None:
    """The receipt in an archive folder, None when there is none. Raises ArchiveError when it cannot be read."""
    file = folder / NAME
    try:
        return Receipt(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, TypeError) as error:
        names = ", ".join(field.name for field in fields(Receipt))
        raise ArchiveError(
            f"{file} is geen leesbaar ontvangstbewijs ({error}); verwacht JSON met {names}. "
            f"Verwijder de map {folder} en haal de release opnieuw op."
        ) from error


def write_receipt(folder: Path, receipt: Receipt) -> None:
    """Write the receipt whole or not at all."""
    write_text(folder / NAME, json.dumps(asdict(receipt), indent=2, ensure_ascii=False), durable=True)
