"""The fictitious country: one call writes it in the publishers' own layouts, with a catalogue that points at it.

Only the entry stands here; geometry and tables are imported when the sample is made, so that `--help` stays fast.
"""

from collections.abc import Callable
from pathlib import Path


def write_sample(
    folder: Path, gemeenten: int = 8, seed: int = 1, tell: Callable[[str, float], None] | None = None
) -> Path:
    """Write the sample of that many gemeenten below `folder` and give `folder` back; equal arguments give equal bytes.

    In it `catalogus` goes to VEERKRACHT_CATALOGUS, `bestanden` holds the open deliveries, `beperkt/<bron>` those to
    drop, `waarheid.json` what was planted. `tell(step, share)` is called before each step.
    Raises VeerkrachtError when fewer than six gemeenten are asked for or `folder` holds something else.
    """
    from veerkracht.sample.steps import write

    return write(Path(folder), gemeenten, seed, tell or (lambda step, share: None))
