"""The fictitious country: one call writes it in the publishers' own layouts, with a catalogue that points at it.

Only the entry stands here; geometry and tables are imported when the sample is made, so that `--help` stays fast.
"""

from collections.abc import Callable
from pathlib import Path

MINIMUM_GEMEENTEN = 6


def write_sample(
    uit: Path, gemeenten: int = 8, zaad: int = 1, progress: Callable[[str, float], None] | None = None
) -> Path:
    """Write the sample of that many gemeenten below `uit` and give `uit` back; equal arguments give equal bytes.

    `uit/catalogus` goes to VEERKRACHT_CATALOGUS, `uit/bestanden` holds the open deliveries, `uit/beperkt/<bron>` those
    to drop, `uit/waarheid.json` what was planted. `progress(step, share)` is called before each step.
    Raises VeerkrachtError when fewer than six gemeenten are asked for or `uit` holds something else.
    """
    from veerkracht.sample.schrijven import schrijf

    return schrijf(Path(uit), gemeenten, zaad, progress or (lambda stap, deel: None))
