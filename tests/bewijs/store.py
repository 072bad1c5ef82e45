"""What proofs found, each as a JSON file with the fingerprint of the code that it was found with."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.measure import Measurement
from tests.bewijs.code import fingerprint
from tests.bewijs.outcome import Outcome
from tests.bewijs.register import Found, Proof
from veerkracht.files import write_text


@dataclass(frozen=True)
class Done:
    """A proof that ran to its end: what it found, in how many seconds."""

    name: str
    found: Found
    seconds: float

    @property
    def met(self) -> bool:
        return all(one.met for one in self.found.outcomes)


class Store:
    """Results of proofs in `folder`, `<name>.json` each; what a proof makes stays in `<name>/`."""

    def __init__(self, folder: Path):
        self._folder = folder

    def room(self, proof: Proof) -> Path:
        """Folder in which a proof works."""
        room = self._folder / proof.name
        room.mkdir(parents=True, exist_ok=True)
        return room

    def load(self, proof: Proof) -> Done | None:
        """What was found with the code as it is now; None when that was not done yet."""
        file = self._file(proof)
        if not file.is_file():
            return None
        told = json.loads(file.read_text("utf-8"))
        if told["code"] != fingerprint(proof.code):
            return None
        outcomes = [Outcome(**one) for one in told["outcomes"]]
        cost = tuple(Measurement(**one) for one in told["cost"])
        return Done(proof.name, Found(outcomes, cost), told["seconds"])

    def save(self, proof: Proof, code: str, found: Found, seconds: float) -> Done:
        """Keep what was found with code of that fingerprint."""
        told = {
            "proof": proof.name,
            "what": proof.what,
            "code": code,
            "seconds": round(seconds, 1),
            "cost": [asdict(one) for one in found.cost],
            "outcomes": [asdict(one) for one in found.outcomes],
        }
        write_text(self._file(proof), json.dumps(told, indent=1, ensure_ascii=False) + "\n")
        return Done(proof.name, found, told["seconds"])

    def _file(self, proof: Proof) -> Path:
        return self._folder / f"{proof.name}.json"
