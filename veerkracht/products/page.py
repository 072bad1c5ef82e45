"""Pages: one Jinja environment (autoescape on), Dutch formatting of numbers, and the looks from `kleuren.yaml`.

A page is one file that asks nothing of the network: style and pictures are inside, a CSP says so.
"""

from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ruamel.yaml import YAML

from veerkracht.products.edition import Edition

if TYPE_CHECKING:
    import jinja2

HERE = Path(__file__).parent
TEMPLATES = HERE / "sjablonen"
DASH = "–"


@cache
def looks() -> dict:
    """Contents of `kleuren.yaml`."""
    return YAML(typ="safe").load(HERE / "kleuren.yaml")


@cache
def environment() -> "jinja2.Environment":
    """Templates of `sjablonen/`; everything that comes from data is escaped, an unknown name is an error."""
    import jinja2

    env = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"getal": number, "verschil": signed, "datum": day}
    env.globals |= {"stijl": (TEMPLATES / "stijl.css").read_text(encoding="utf-8"), "looks": looks()}
    return env


def render(template: str, file: Path, edition: Edition, **values) -> Path:
    """Write one page; `about` and `credits` of the edition are known in every template."""
    about = {"about": edition.about, "bronnen": credits(edition)}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(environment().get_template(template).render(about | values), encoding="utf-8")
    return file


def credits(edition: Edition) -> list[dict]:
    """Sources of this edition, also of outlines only: brontitel, uitgever, licentie, releases (text), by title."""
    return edition.rows(
        "select brontitel, uitgever, licentie, string_agg(release, ', ' order by release) as releases "
        "from dim_release group by all order by brontitel"
    )


def number(value: float | None, decimals: int | None = 0) -> str:
    """Dutch notation: 12.345,6; a dash for what is missing."""
    if value is None or value != value:
        return DASH
    text = f"{value:,.{decimals or 0}f}"
    if float(text.replace(",", "")) == 0:
        text = text.lstrip("-")
    return text.translate(str.maketrans(",.-", ".,−"))


def signed(value: float | None, decimals: int | None = 0) -> str:
    """A difference with its sign: +1,2 or −0,5; a dash for what is missing."""
    text = number(value, decimals)
    return text if text == DASH or text.startswith("−") or not text.strip("0,") else f"+{text}"


def day(value: date | None) -> str:
    """22-11-2026; a dash for what is missing."""
    return value.strftime("%d-%m-%Y") if value is not None else DASH
