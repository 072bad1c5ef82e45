"""One patient HTTP client: time-outs, retries with back-off, redirects kept in hand. Knows no layouts.

What may pass by itself (5xx, 429, a broken line, a slow line, a body that breaks off) is `Passing` and tried again; all
else is an ArchiveError at once.
"""

import os
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar
from urllib.parse import urlsplit
from urllib.request import getproxies

import httpx
import tenacity

from veerkracht.dutch import number
from veerkracht.errors import ArchiveError, UnansweredError, in_short
from veerkracht.sources.archive.limits import FetchLimits

HEADERS = {"User-Agent": "veerkracht (open data warehouse)", "Accept-Encoding": "identity"}
NO_LINE = (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError)
FOR_IT = "zie “Proxy en eigen CA” in docs/voor-it.md"
ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Down:
    """What is wrong with a server, with what to do; `explained`: whether the page of a publisher may say more."""

    said: str
    explained: bool = True
    since: float = field(default_factory=time.monotonic)


# Servers that this process could not reach: without a network a catalogue of eighty releases must not wait so often.
_unreachable: dict[str, Down] = {}


class Passing(Exception):
    """A failure that may pass; `wait` is what the server asked for, in seconds; `down` whether the server is."""

    def __init__(self, reason: str, wait: float | None = None, down: bool = True):
        super().__init__(reason)
        self.wait, self.down = wait, down


class NotThere(ArchiveError):
    """The server knows no such address."""


@dataclass
class Web:
    """A client for one release: its limits, its clock, and what to call it in errors."""

    client: httpx.Client
    limits: FetchLimits
    what: str  # names release and source in errors
    landing_page: str
    started: float = field(default_factory=time.monotonic)

    def retrying(self, url: str, attempt: Callable[[], ResultT]) -> ResultT:
        """Run an attempt until it succeeds. Raises ArchiveError when patience ends."""
        host = urlsplit(url).netloc.rpartition("@")[2]
        down = _unreachable.get(host)
        if down and time.monotonic() - down.since < self.limits.quiet:
            raise self._told(f"{url} is overgeslagen, want {host} {self._explained(down)}")
        retry = tenacity.Retrying(
            retry=tenacity.retry_if_exception(_may_pass),
            stop=self._patience_ends,
            wait=self._pause,
            reraise=True,
        )
        try:
            return retry(attempt)
        except NO_LINE as error:
            raise self._down(url, host, self._no_line(urlsplit(url).scheme, host, error)) from error
        except httpx.TooManyRedirects as error:
            raise self.error(url, f"verwijst meer dan {self.limits.redirects} keer door") from error
        except httpx.TimeoutException as error:
            said = f"antwoordt niet op tijd ({type(error).__name__})"
            raise self._down(url, host, Down(_advised(said, _tries(retry), passing=True))) from error
        except (Passing, httpx.TransportError) as error:
            down = Down(_advised(f"is niet op te halen: {_said(error)}", _tries(retry), passing=True))
            if isinstance(error, Passing) and not error.down:
                raise self._told(f"{url} {self._explained(down)}") from error
            raise self._down(url, host, down) from error  # down for one release is down for the next: others go on
        except (httpx.InvalidURL, httpx.RequestError) as error:
            raise self.error(url, f"is geen bruikbaar adres of antwoord: {_said(error)}") from error

    @contextmanager
    def stream(self, url: str, headers: dict[str, str] | None = None) -> Iterator[httpx.Response]:
        """An answer with status 200 or 206 whose body is still to come; 416 is handed on as well."""
        with self.client.stream("GET", url, headers=headers) as response:
            self.check(url, response)
            yield response

    def bytes_of(self, response: httpx.Response) -> Iterator[bytes]:
        """The body as it comes in. Raises Passing when too little comes in a window, or time is up."""
        window, count = time.monotonic(), 0
        for chunk in response.iter_bytes():
            yield chunk
            count += len(chunk)
            now = time.monotonic()
            if now - self.started > self.limits.deadline:
                raise self.error(
                    str(response.url), f"was na {self.limits.deadline:.0f} s nog niet binnen", passing=True
                )
            if now - window >= self.limits.slow_window:
                if count < self.limits.slow_bytes:
                    raise Passing(f"te traag, {number(count)} bytes in {now - window:.0f} s")
                window, count = now, 0

    def error(self, url: str, said: str, tries: int | None = None, passing: bool = False) -> ArchiveError:
        """The error for an address: what it did, and what the reader can do about it. Credentials are left out."""
        return self._told(f"{url} {self._explained(Down(_advised(said, tries, passing)))}", passing)

    def _explained(self, down: Down) -> str:
        """What is wrong, with the page of this release's own publisher: a server serves more than one."""
        return down.said + (f"; uitleg van de uitgever: {self.landing_page}" if down.explained else "")

    def _down(self, url: str, host: str, down: Down) -> ArchiveError:
        """The error of a server that is left alone from now on; the next that asks hears the same."""
        _unreachable[host] = down
        return self._told(f"{url} {self._explained(down)}")

    def _told(self, text: str, passing: bool = True) -> ArchiveError:
        return (UnansweredError if passing else ArchiveError)(f"{self.what}: " + re.sub(r"//[^/@\s]*@", "//", text))

    def _no_line(self, scheme: str, host: str, error: Exception) -> Down:
        """What a server that cannot be had does, what the reader's own network has to do with it, and the way out."""
        proxy, why = getproxies().get(scheme, "").rpartition("@")[2], str(error) or "geen antwoord"
        if untrusted := _certificate_error(error):
            wrong = untrusted.verify_message
            return Down(
                f"is niet te vertrouwen: het certificaat is ongeldig of van een onbekende CA ({wrong}). Kijkt uw "
                "netwerk mee in beveiligd verkeer, zet dan SSL_CERT_FILE op een bestand met het CA-certificaat van "
                f"uw organisatie; {FOR_IT}.",
                explained=False,
            )
        refused = "wordt niet doorgelaten door de proxy van uw netwerk"
        if isinstance(error, httpx.ProxyError) and why.startswith("407"):
            todo = "Zet gebruikersnaam en wachtwoord in HTTPS_PROXY, zoals http://naam:wachtwoord@proxy:8080"
            return Down(f"{refused} ({why}). {todo}; {FOR_IT}.", explained=False)
        if isinstance(error, httpx.ProxyError) and why.startswith("403"):
            todo = f"Vraag uw IT-afdeling om {host} toe te laten"
            return Down(f"{refused} ({why}). {todo}; {FOR_IT}.", explained=False)
        if proxy:
            said = f"is via de proxy van uw netwerk ({proxy}) niet te bereiken: {why}"
            return Down(_advised(said, passing=True))
        return Down(_advised(f"is niet te bereiken: {_said(error)}", passing=True))

    def check(self, url: str, response: httpx.Response) -> None:
        """Raises Passing or ArchiveError for an answer that is none."""
        if url.startswith("https:") and any(r.url.scheme != "https" for r in (*response.history, response)):
            raise self.error(url, f"verwijst door naar een onbeveiligd adres ({response.url})")
        status = response.status_code
        if status in (408, 425, 429) or status >= 500:
            raise Passing(f"de server antwoordt {status} {response.reason_phrase}", _asked_wait(response))
        if status in (404, 410):
            raise NotThere(str(self.error(url, f"bestaat niet (meer): {status} {response.reason_phrase}")))
        if status not in (200, 206, 416):
            raise self.error(url, f"geeft {status} {response.reason_phrase}")

    def _patience_ends(self, state: tenacity.RetryCallState) -> bool:
        no_line = state.outcome is not None and isinstance(state.outcome.exception(), NO_LINE)
        attempts = self.limits.attempts_connect if no_line else self.limits.attempts
        return state.attempt_number >= attempts or time.monotonic() - self.started > self.limits.deadline

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """Doubling back-off with jitter, or what the server asked for; never above the longest wait."""
        longest = self.limits.wait_longest
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, Passing) else None
        backoff = tenacity.wait_exponential(self.limits.wait_first, longest) + tenacity.wait_random(
            0, self.limits.wait_first
        )
        return min(longest, max(backoff(state), asked or 0))


def _advised(said: str, tries: int | None = None, passing: bool = False) -> str:
    todo = "Probeer het later opnieuw" if passing else "Kijk of het adres nog klopt"
    return said + (f" ({tries} pogingen)" if tries else "") + f". {todo}"


def _said(error: Exception) -> str:
    """What went wrong, in Dutch, with what the library said of it behind."""
    if isinstance(error, Passing):
        return str(error)
    known = {
        httpx.ConnectError: "geen verbinding met de server",
        httpx.ConnectTimeout: "de server antwoordt niet",
        httpx.RemoteProtocolError: "de server verbrak de verbinding",
        httpx.NetworkError: "de verbinding viel weg",
        httpx.InvalidURL: "het adres is niet te lezen",
        httpx.UnsupportedProtocol: "alleen http en https kunnen worden opgehaald",
        httpx.DecodingError: "het antwoord is anders ingepakt dan de server zegt",
    }
    told = next((text for kind, text in known.items() if isinstance(error, kind)), "het ophalen mislukte")
    return f"{told} ({in_short(error, 80)})" if str(error) else told


def _may_pass(error: BaseException) -> bool:
    return isinstance(error, (Passing, httpx.TransportError)) and _certificate_error(error) is None


def _certificate_error(error: BaseException | None) -> ssl.SSLCertVerificationError | None:
    """What is wrong with the certificate of the server, as the cause or context of an error tells it."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = error.__cause__ or error.__context__
    return None


def _tries(retry: tenacity.Retrying) -> int:
    return int(retry.statistics.get("attempt_number", 1))


def _asked_wait(response: httpx.Response) -> float | None:
    asked = response.headers.get("Retry-After", "")
    return float(asked) if asked.isdecimal() else None


@contextmanager
def web(limits: FetchLimits, what: str, landing_page: str) -> Iterator[Web]:
    """A client that is closed afterwards; proxy and CA are those of the environment."""
    with _client(limits) as client:
        yield Web(client, limits, what, landing_page)


def _client(limits: FetchLimits) -> httpx.Client:
    """Raises ArchiveError when the proxy or CA that the environment names cannot be used."""
    timeout = httpx.Timeout(limits.read, connect=limits.connect)
    try:
        return httpx.Client(headers=HEADERS, timeout=timeout, follow_redirects=True, max_redirects=limits.redirects)
    except OSError as error:  # of the SSL library as well
        file, why = os.environ.get("SSL_CERT_FILE"), error.strerror or error
        raise ArchiveError(
            f"SSL_CERT_FILE={file}: dit bestand is niet te lezen of bevat geen certificaten ({why}). "
            f"Verwacht: een bestand met CA-certificaten in PEM-vorm; {FOR_IT}."
        ) from error
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise ArchiveError(
            f"De proxy die HTTPS_PROXY of ALL_PROXY noemt, is niet te gebruiken ({error}). Verwacht: een adres als "
            f"http://proxy.organisatie.nl:8080; {FOR_IT}."
        ) from error
