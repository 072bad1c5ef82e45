"""The page as one file: style, library, script and data inside, and a policy that allows nothing but these.

Leaflet comes from its wheel at build time. Data stands in a script of type JSON: the browser never runs it, and signs
that could end the script are written as escapes.
"""

import json
import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Json
from veerkracht.edition.sources import credits
from veerkracht.products.web.page import TEMPLATES, environment

if TYPE_CHECKING:
    import jinja2

HERE = Path(__file__).parent
LIBRARY = "django-js-lib-leaflet"
SCRIPTS = (  # each uses only what stands before it, but for what runs after the last
    *("kern", "beeld", "paneel", "legenda", "grafiek", "tabel"),
    *("zoeken", "notities", "detail", "kiezer", "afdruk", "begin"),
)
ESCAPES = {sign: f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def page(edition: Edition, payload: Json) -> str:
    """The whole page of one gemeente."""
    script, library = application(), leaflet("leaflet.js")
    return _templates().get_template("pagina.html").render(
        about=edition.about,
        bronnen=credits(edition),
        gemeente=payload["gemeente"],
        perioden=payload["perioden"],
        csp=policy(library, script),
        bibliotheek=library,
        bibliotheekstijl=leaflet_style(),
        paginastijl=_read("sjablonen/pagina.css"),
        script=script,
        gegevens=safe_json(payload),
    )  # fmt: skip


def safe_json(value: object) -> str:
    """JSON that can stand in a script element: no sign in it can end or open one."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return re.sub("[<>&\u2028\u2029]", lambda found: ESCAPES[found.group()], text)


def policy(*scripts: str) -> str:
    """Content-Security-Policy: these scripts by their hash, style and pictures inside the file, no network at all."""
    hashes = " ".join(f"'sha256-{b64encode(sha256(s.encode()).digest()).decode()}'" for s in scripts)
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; img-src data:; connect-src 'none'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def application() -> str:
    """The scripts of the page as one, in their order, closed off from the rest of the window."""
    parts = "\n".join(_read(f"js/{name}.js") for name in SCRIPTS)
    return f'(function () {{\n"use strict";\n{parts}\n}})();'


@cache
def leaflet(name: str) -> str:
    """A file of Leaflet from the installed wheel."""
    file = next(f for f in distribution(LIBRARY).files or [] if f.name == name)
    return Path(str(file.locate())).read_text(encoding="utf-8").replace("//# sourceMappingURL=leaflet.js.map", "")


@cache
def leaflet_style() -> str:
    """Style of Leaflet without its pictures: they are of markers and layers, which the page has not."""
    return re.sub(r"[\w-]+:\s*url\([^)]*\)\s*;", "", leaflet("leaflet.css"))


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8")


@cache
def _templates() -> "jinja2.Environment":
    import jinja2

    return environment().overlay(loader=jinja2.FileSystemLoader([HERE / "sjablonen", TEMPLATES]))
