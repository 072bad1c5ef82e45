"""The fictitious country: one call writes it in the publishers' own layouts, with a catalogue that points at it.

Only the entry stands here; geometry and tables are imported when the sample is made, so that `--help` stays fast.
"""

from collections.abc import Callable
from pathlib import Path

from veerkracht.sample.plannen import Waarheid


def write_sample(
    folder: Path,
    gemeenten: int = 8,
    seed: int = 1,
    tell: Callable[[str, float], None] | None = None,
    waarheid: Waarheid = Waarheid.gepland,
) -> Path:
    """Write the sample of that many gemeenten below `folder` and give `folder` back; equal arguments give equal bytes.

    In it `catalogus` goes to VEERKRACHT_CATALOGUS, `bestanden` holds the open deliveries, `beperkt/<bron>` those to
    drop, `waarheid.json` and `ware_reeksen.parquet` what was planted. `waarheid` says what changes between the years.
    `tell(step, share)` is called before each step.
    Raises VeerkrachtError when fewer than six gemeenten are asked for or `folder` holds something else.
    """
    from veerkracht.sample.steps import write

    return write(Path(folder), gemeenten, seed, waarheid, tell or (lambda step, share: None))
