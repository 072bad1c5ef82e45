"""The command: `python -m tests.bewijs [NAME …] [--uit DIR]` (`make bewijs`).

Each proof keeps what it found; one that was done with the code as it is now is not done again. Returns 1 when one is
not met.
"""

import argparse
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.console import complain, console, table
from tests.bewijs.code import fingerprint
from tests.bewijs.register import PROOFS, Proof
from tests.bewijs.store import Done, Store

if TYPE_CHECKING:
    from rich.table import Table

OUT = Path("data", "bewijs")


def main(words: list[str] | None = None, proofs: tuple[Proof, ...] = PROOFS) -> int:
    """Do what was not done yet, and print all that was asked for and found."""
    given = _parser(proofs).parse_args(words)
    unknown = sorted(set(given.names) - {proof.name for proof in proofs})
    if unknown:
        complain(f"no proof {', '.join(unknown)}; there are {', '.join(proof.name for proof in proofs)}")
        return 2
    store, out = Store(given.uit.resolve()), console()
    done = [_done(proof, store) for proof in proofs if not given.names or proof.name in given.names]
    out.print(_outcomes(done))
    if any(one.found.cost for one in done):
        out.print(_cost(done))
    return 0 if all(one.met for one in done) else 1


def _done(proof: Proof, store: Store) -> Done:
    known = store.load(proof)
    if known:
        console(stderr=True).print(f"{proof.name}: {proof.what}: done before, {known.seconds:.0f} s")
        return known
    started, code = time.perf_counter(), fingerprint(proof.code)
    found = proof.run(store.room(proof), _Progress(proof))
    done = store.save(proof, code, found, time.perf_counter() - started)
    console(stderr=True).print(f"{proof.name}: {'met' if done.met else 'NOT MET'}, {done.seconds:.0f} s")
    return done


class _Progress:
    """Says on stderr how far a proof is, not more often than every few seconds."""

    EVERY = 5.0

    def __init__(self, proof: Proof):
        self._name, self._last = proof.name, -self.EVERY
        console(stderr=True).print(f"{proof.name}: {proof.what}")

    def __call__(self, text: str, share: float) -> None:
        now = time.monotonic()
        if now - self._last >= self.EVERY:
            self._last = now
            console(stderr=True).print(f"{self._name}: {share:4.0%} {text}", markup=False)


def _outcomes(done: Iterable[Done]) -> "Table":
    shown = table("proof", "what", "asked", "found", "met", "seconds")
    for one in done:
        for number, outcome in enumerate(one.found.outcomes):
            first = (one.name, f"{one.seconds:.0f}") if not number else ("", "")
            met = "yes" if outcome.met else "[bold red]NO[/]"
            shown.add_row(first[0], outcome.what, outcome.asked, outcome.found, met, first[1])
    return shown


def _cost(done: Iterable[Done]) -> "Table":
    shown = table("built whole", "seconds", "peak MB of the largest process")
    for cost in (cost for one in done for cost in one.found.cost):
        shown.add_row(cost.what, f"{cost.seconds:.0f}", f"{cost.peak_mb:.0f}")
    return shown


def _parser(proofs: tuple[Proof, ...]) -> argparse.ArgumentParser:
    told = "; ".join(f"{proof.name}: {proof.what}" for proof in proofs).replace("%", "%%")
    parser = argparse.ArgumentParser(prog="python -m tests.bewijs", description="Proofs that take long.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"proofs to do, else all of them. {told}")
    parser.add_argument("--uit", type=Path, default=OUT, help=f"folder of results (else {OUT})")
    return parser


if __name__ == "__main__":
    sys.exit(main())
