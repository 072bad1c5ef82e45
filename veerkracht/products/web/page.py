"""Pages: one Jinja environment (autoescape on) with the Dutch formats and the looks that every template knows.

A page is one file that asks nothing of the network: style and pictures are inside, a CSP says so.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from veerkracht.dutch import day, number, signed, significant
from veerkracht.edition.looks import looks
from veerkracht.edition.reading import Edition
from veerkracht.edition.sources import credits
from veerkracht.files import write_text

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).parent / "sjablonen"


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
    env.filters |= {"getal": number, "verschil": signed, "klein": significant, "datum": day}
    env.globals |= {"stijl": (TEMPLATES / "stijl.css").read_text(encoding="utf-8"), "looks": looks()}
    return env


def render(template: str, file: Path, edition: Edition, **values: object) -> Path:
    """Write one page; `about` and `credits` of the edition are known in every template."""
    about = {"about": edition.about, "bronnen": credits(edition)}
    file.parent.mkdir(parents=True, exist_ok=True)
    return write_text(file, environment().get_template(template).render(about | values))
