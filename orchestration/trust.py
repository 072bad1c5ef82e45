"""Who accepts bytes that are new: the register that knows them, one question for all, nobody, or by themselves at the
first time from the publisher.

Only what was read and passed all checks gets here. What is accepted stands in the user's catalogue folder.
"""

import getpass
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from orchestration.intake import Held, accepted
from veerkracht.paths import DataPaths, user_catalogues
from veerkracht.settings import Vertrouwen
from veerkracht.sources.catalogue.loading import Catalogue, load_catalogue
from veerkracht.sources.catalogue.register import KnownBytes, Register, known_bytes, load_register
from veerkracht.sources.catalogue.registration import accept

Ask = Callable[[Sequence[Held]], bool]
BY_ITSELF = "veerkracht (eerste keer)"
BY_REGISTER = "veerkracht (register)"
ASKED = "alle controles geslaagd; aanvaard op de vraag van veerkracht"


def settle(paths: DataPaths, catalogue: Catalogue, new: Sequence[Held], vertrouwen: Vertrouwen, ask: Ask) -> list[Held]:
    """Accept what the policy accepts of the releases that wait, and return those. `ask` shows them and asks once."""
    if vertrouwen == "nooit" or not new:
        return []
    hosts, register = _publisher_hosts(), load_register(user_catalogues())
    known = [one for one in new if _is_known(one, register)]
    for one in known:
        _accept(paths, catalogue, one, BY_REGISTER, "dezelfde bytes staan in het register; alle controles geslaagd")
    rest = [one for one in new if one not in known]
    first = [one for one in rest if vertrouwen == "eerste_keer" and _is_first(one, register, hosts)]
    for one in first:
        why = f"eerste ontvangst over TLS van {urlsplit(one.receipt.url or '').hostname}; alle controles geslaagd"
        _accept(paths, catalogue, one, BY_ITSELF, why)
    rest = [one for one in rest if one not in first] if vertrouwen == "vragen" else []
    if rest and ask(rest):
        for one in rest:
            _accept(paths, catalogue, one, user(), ASKED)
        return [*known, *first, *rest]
    return [*known, *first]


def to_register(paths: DataPaths, catalogue: Catalogue) -> list[KnownBytes]:
    """Rows for the register: of each accepted open release the bytes that came from its publisher over TLS."""
    hosts = _publisher_hosts()
    return [
        KnownBytes.of(one.source, one.release, one.receipt)
        for one in accepted(paths, catalogue, "openbaar")
        if _is_from_publisher(one, hosts)
    ]


def user() -> str:
    """The name under which somebody accepts: that of the system."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "onbekende gebruiker"


def _accept(paths: DataPaths, catalogue: Catalogue, one: Held, by: str, reden: str) -> None:
    accept(paths, catalogue, one.source.bron, one.release.release, by, reden)


def _publisher_hosts() -> dict[str, set[str]]:
    """Per source the servers that the packaged catalogue fetches from over TLS."""
    sources = load_catalogue([]).sources.values()
    return {source.bron: {host for one in source.releases if (host := _tls_host(one.url or ""))} for source in sources}


def _is_known(one: Held, register: Register) -> bool:
    rows = known_bytes(register, one.source, one.release)
    return one.source.toegang == "open" and one.receipt.sha256 in {row.sha256 for row in rows}


def _is_first(one: Held, register: Register, hosts: dict[str, set[str]]) -> bool:
    """From the publisher himself, and nobody saw other bytes before."""
    return not known_bytes(register, one.source, one.release) and _is_from_publisher(one, hosts)


def _is_from_publisher(one: Held, hosts: dict[str, set[str]]) -> bool:
    return one.receipt.rechtstreeks and _tls_host(one.receipt.url or "") in hosts.get(one.source.bron, set())


def _tls_host(url: str) -> str | None:
    parts = urlsplit(url)
    return parts.hostname if parts.scheme == "https" else None
