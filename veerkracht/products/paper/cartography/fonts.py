"""The fonts of matplotlib without what a Dutch map never shows.

Every PDF embeds the characters it uses, and cutting them out of the whole DejaVu Sans, with its layout tables and
scripts from all over the world, costs a fifth of the time of an atlas. From a reduced copy in matplotlib's
cache folder, made once, it costs an eighth of that.
"""

from pathlib import Path
from typing import Literal

from veerkracht.files import replacing

Style = Literal["normal", "italic", "oblique"]
RANGES = (  # Latin with accents, Greek; punctuation, currency, arrows, mathematics, shapes
    (0x20, 0x24F), (0x300, 0x3FF), (0x1E00, 0x1EFF), (0x2000, 0x20CF), (0x2150, 0x22FF), (0x25A0, 0x25FF)
)  # fmt: skip
UNUSED = ("GSUB", "GPOS", "GDEF", "kern", "FFTM")
EDITION = 1  # of this recipe: part of the name, so that an old copy is not taken


def slim(family: str, weight: str, style: Style) -> str:
    """File of the reduced face; the whole one where no copy can be kept."""
    import matplotlib as mpl
    from matplotlib.font_manager import FontProperties, findfont

    whole = findfont(FontProperties(family=family, weight=weight, style=style))
    copy = Path(mpl.get_cachedir()) / f"veerkracht-{EDITION}-{mpl.__version__}-{Path(whole).name}"
    try:
        if not copy.is_file():
            _reduce(whole, copy)
    except OSError:
        return whole
    return str(copy)


def _reduce(whole: str, copy: Path) -> None:
    """Write the copy beside its place and give it its name last: two processes may do this at once."""
    from fontTools import subset

    options = subset.Options(layout_features=[], hinting=False, glyph_names=False, notdef_outline=True)
    options.drop_tables += UNUSED
    face = subset.load_font(whole, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(face)
    with replacing(copy) as part:
        subset.save_font(face, str(part), options)
