"""One map apart: a picture for print (300 dpi, A3), a slide (16:9), or an A0 poster as PDF."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from unicodedata import combining, normalize

from veerkracht.edition.maps import Sheet
from veerkracht.errors import VeerkrachtError
from veerkracht.files import replacing
from veerkracht.products.paper.atlas.ground import Ground
from veerkracht.products.paper.atlas.layout import A3, SLIDE, PageLayout
from veerkracht.products.paper.atlas.mapframe import base
from veerkracht.products.paper.atlas.sheetpage import sheet_page
from veerkracht.products.paper.cartography.paper import Paper
from veerkracht.products.paper.printing import Printing

A0_WIDTH, A0_HEIGHT = 1189.0, 841.0
HD = 1920  # pixels across a slide


@dataclass(frozen=True)
class Format:
    """How a map is drawn apart: page, enlargement, size of names on it, kind of file and pixels across."""

    layout: PageLayout
    kind: str
    scale: float = 1.0
    names: float = 1.0
    pixels: int | None = None

    @property
    def dpi(self) -> float:
        """Dots an inch that give exactly `pixels`; else 300."""
        return self.pixels / (self.layout.width * self.scale / 25.4) + 1e-6 if self.pixels else 300.0


def format_of(name: str, pixels: int = HD) -> Format:
    """The format by its name: png, dia or a0."""
    if name == "png":
        return Format(A3, "png")
    if name == "dia":
        return Format(SLIDE, "png", names=0.85, pixels=pixels)
    if name == "a0":
        enlarged = A0_WIDTH / A3.width
        return Format(PageLayout(height=A0_HEIGHT / enlarged), "pdf", scale=enlarged, names=0.6)
    raise VeerkrachtError(f"Formaat `{name}` is er niet. Kies uit: {', '.join(FORMATS)}.")


FORMATS = ("png", "dia", "a0")


def write_maps(
    printing: Printing, gemeente: str, chosen: Iterable[str] | None, name: str, folder: Path, pixels: int = HD
) -> Iterator[Path]:
    """Write maps of a gemeente (default: all) in one format, one file each, and give their paths one by one."""
    form = format_of(name, pixels)
    ground = Ground(printing.land, gemeente, form.layout.frame, form.names, form.layout.numbers)
    paper = Paper(form.layout.width, form.layout.height, form.scale)
    base(paper, ground)
    paper.keep()
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in sheets_of(printing, gemeente, chosen):
        colours = printing.colours.get(sheet.css, {})
        sheet_page(paper, form.layout, ground, sheet, colours, printing.context)
        yield _saved(paper, form, folder / file_name(gemeente, sheet, name, form))
        paper.erase()


def _saved(paper: Paper, form: Format, file: Path) -> Path:
    with replacing(file) as part, part.open("wb") as stream:
        paper.save(stream, form.kind, form.dpi)
    return file


def file_name(gemeente: str, sheet: Sheet, name: str, form: Format) -> str:
    """`GM0363_kaart8_dia.png`; of an own map only letters and digits of its name."""
    key = re.sub(r"[^A-Za-z0-9]+", "-", sheet.kaart.kaart_id).strip("-") or "eigen"
    return f"{gemeente}_kaart{key}_{name}.{form.kind}"


def sheets_of(printing: Printing, gemeente: str, chosen: Iterable[str] | None) -> list[Sheet]:
    """The sheets with these ids, all by default. Raises VeerkrachtError for an id that no map has."""
    sheets = {sheet.kaart.kaart_id: sheet for sheet in printing.sheets(gemeente)}
    wanted = list(chosen or sheets)
    unknown = [key for key in wanted if key not in sheets]
    if unknown:
        raise VeerkrachtError(f"Kaart `{unknown[0]}` staat niet in deze editie. Kies uit: {', '.join(sheets)}.")
    return [sheets[key] for key in wanted]


def find_gemeente(printing: Printing, text: str) -> str:
    """Code of a gemeente by its code (with or without GM and zeros) or name; the nearest are offered otherwise."""
    known = {code: printing.land.name(code, printing.land.doel) for code in printing.gemeenten()}
    code = text.strip().upper()
    code = f"GM{code.zfill(4)}" if code.isdigit() else code
    if code in known:
        return code
    plain = _plain(text)
    same = [code for code, name in known.items() if plain == _plain(name)]
    same = same or [code for code, name in known.items() if plain and _plain(name).startswith(f"{plain} (")]
    if len(same) == 1:
        return same[0]
    if not same:
        names = {_plain(name): code for code, name in known.items()}
        near = get_close_matches(plain, names, n=4, cutoff=0.5)
        near_codes = get_close_matches(code, known, n=4 if code[:2] == "GM" else 0) if code[:2] == "GM" else []
        same = list(dict.fromkeys([*(names[one] for one in near), *near_codes]))[:5]
    offered = "; ".join(f"{known[one]} ({one})" for one in same)
    hint = f"Bedoelt u: {offered}?" if offered else f"Deze editie heeft {len(known)} gemeenten met kaarten."
    raise VeerkrachtError(f"Gemeente `{text}` is hier niet te vinden. {hint}")


def _plain(text: str) -> str:
    """Without capitals, accents and quotes, so that a name can be typed."""
    bare = "".join(char for char in normalize("NFKD", text) if not combining(char))
    return " ".join(re.sub(r"[’'`\-]", " ", bare.casefold()).split())
