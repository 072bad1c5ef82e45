"""The page of a gemeente: one HTML file that opens from a mail attachment, offline, and asks nothing of the network.

Here the pages are written one by one. What they hold is put together in `payload`; how it looks and answers is in
`sjablonen/` and `js/`. Nothing is classed or coloured in the browser: it shows what the marts say.
"""

import logging
from collections.abc import Iterable
from pathlib import Path

from veerkracht.edition.reading import Edition
from veerkracht.products.web.gemeentepagina.inline import page
from veerkracht.products.web.gemeentepagina.payload import Payloads

FOLDER = "paginas"
SAY_EVERY = 25

log = logging.getLogger(__name__)


def write(kandidaat: Path, gemeenten: Iterable[str] | None = None, uit: Path | None = None) -> list[Path]:
    """Write `paginas/<gemeentecode>.html` of all gemeenten (or only those named); files of before are replaced.

    Each file is whole or not there: a run that was stopped can simply be repeated.
    """
    target = uit or Path(kandidaat) / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    written = []
    with Edition(kandidaat) as edition:
        payloads = Payloads(edition)
        codes = [code for code in payloads.codes if gemeenten is None or code in set(gemeenten)]
        for number, code in enumerate(codes, 1):
            written.append(_whole(target / f"{code}.html", page(edition, payloads.of(code))))
            if number % SAY_EVERY == 0 or number == len(codes):
                log.info("bladzijden per gemeente: %d van %d", number, len(codes))
    return written


def _whole(file: Path, text: str) -> Path:
    half = file.with_suffix(".deel")
    half.write_text(text, encoding="utf-8")
    return half.replace(file)
