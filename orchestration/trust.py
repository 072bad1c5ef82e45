"""Who accepts bytes that are new: one question for all, nobody, or by themselves at the first time from the publisher.

Only what was read and passed all checks gets here. What is accepted stands in the user's catalogue folder.
"""

import getpass
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from orchestration.intake import Held
from veerkracht.paths import DataPaths
from veerkracht.settings import Vertrouwen
from veerkracht.sources.catalogue.loading import Catalogue, load_catalogue
from veerkracht.sources.catalogue.registration import accept

Ask = Callable[[Sequence[Held]], bool]
BY_ITSELF = "veerkracht (eerste keer)"
ASKED = "alle controles geslaagd; aanvaard op de vraag van veerkracht"


def settle(paths: DataPaths, catalogue: Catalogue, new: Sequence[Held], vertrouwen: Vertrouwen, ask: Ask) -> list[Held]:
    """Accept what the policy accepts of the releases that wait, and return those. `ask` shows them and asks once."""
    if vertrouwen == "nooit" or not new:
        return []
    hosts = _publisher_hosts()
    first = [one for one in new if vertrouwen == "eerste_keer" and _is_from_publisher(one, hosts)]
    for one in first:
        why = f"eerste ontvangst over TLS van {urlsplit(one.receipt.url or '').hostname}; alle controles geslaagd"
        _accept(paths, catalogue, one, BY_ITSELF, why)
    rest = [one for one in new if one not in first] if vertrouwen == "vragen" else []
    if rest and ask(rest):
        for one in rest:
            _accept(paths, catalogue, one, user(), ASKED)
        return [*first, *rest]
    return first


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


def _is_from_publisher(one: Held, hosts: dict[str, set[str]]) -> bool:
    return not one.release.spiegel_van and _tls_host(one.receipt.url or "") in hosts.get(one.source.bron, set())


def _tls_host(url: str) -> str | None:
    parts = urlsplit(url)
    return parts.hostname if parts.scheme == "https" else None
