"""One folder goes out whole: candidate, checks, manifest, editions and the link `actueel`.

Not here: what is in the folder (`products/`), and what decides that a refresh is needed at all (`orchestration`),
which only asks `collect_inputs` and `already_published`. No module of this package imports pandas at load.
"""

from veerkracht.publication.candidate import create_candidate, prune_stale
from veerkracht.publication.contents import verify
from veerkracht.publication.editions import current, current_folder, none_yet, publications, rollback
from veerkracht.publication.fingerprint import already_published, collect_inputs
from veerkracht.publication.finish import finish, judge
from veerkracht.publication.outcomes import put_outcomes

__all__ = [
    "already_published",
    "collect_inputs",
    "create_candidate",
    "current",
    "current_folder",
    "finish",
    "judge",
    "none_yet",
    "prune_stale",
    "publications",
    "put_outcomes",
    "rollback",
    "verify",
]
