"""One folder goes out whole: candidate, checks, manifest, editions and the link `actueel`.

Not here: what is in the folder (`products/`), and what decides that a refresh is needed at all (`orchestration`),
which only asks `collect_inputs` and `already_published`. No module of this package imports pandas at load.
"""

from veerkracht.publication.candidate import create_candidate, discard, prune_stale
from veerkracht.publication.contents import verify
from veerkracht.publication.editions import current, pin, publications, rollback
from veerkracht.publication.fingerprint import already_published, collect_inputs, input_fingerprint
from veerkracht.publication.finish import finish, run_checks
from veerkracht.publication.quality import append_quality

__all__ = [
    "already_published",
    "append_quality",
    "collect_inputs",
    "create_candidate",
    "current",
    "discard",
    "finish",
    "input_fingerprint",
    "pin",
    "prune_stale",
    "publications",
    "rollback",
    "run_checks",
    "verify",
]
