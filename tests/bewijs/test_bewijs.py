"""The command of the long proofs: what was done is not done again, what is not met is seen."""

import json
from pathlib import Path

import numpy as np
import pytest

from tests.bewijs import code as of_code
from tests.bewijs import whole
from tests.bewijs.__main__ import main
from tests.bewijs.outcome import at_most, within
from tests.bewijs.register import PROOFS, Found, Proof
from veerkracht.sample.plannen import Waarheid


class Counted:
    """A proof that counts how often it runs."""

    def __init__(self, name: str, found: float):
        self.turns, self._found = 0, found
        self.proof = Proof(name, "a proof", ("code",), self._run)

    def _run(self, folder: Path, tell) -> Found:
        assert folder.is_dir()
        self.turns += 1
        tell("half way", 0.5)
        return Found([at_most("share of claims", np.float64(self._found), 0.01), within("ratio", 1.0, 0.5, 1.5)])


@pytest.fixture
def code(tmp_path, monkeypatch) -> Path:
    """The only source file of the proofs."""
    file = tmp_path / "checkout" / "code" / "model.py"
    file.parent.mkdir(parents=True)
    file.write_text("x = 1")
    monkeypatch.setattr(of_code, "CODE", tmp_path / "checkout")
    return file


def test_what_was_done_with_this_code_is_not_done_again(tmp_path, code, capsys):
    one, other, out = Counted("een", 0.0), Counted("twee", 0.005), str(tmp_path / "uit")
    proofs = (one.proof, other.proof)
    assert main(["een", "--uit", out], proofs) == 0
    assert main(["--uit", out], proofs) == 0
    assert (one.turns, other.turns) == (1, 1)
    told = capsys.readouterr()
    assert "≤ 1.0%" in told.out and "0.500%" in told.out and "50% half way" in told.err
    code.write_text("x = 2")
    code.with_suffix(".txt").write_text("no code")
    assert main(["een", "--uit", out], proofs) == 0
    assert (one.turns, other.turns) == (2, 1)


def test_what_is_not_met_is_said_also_when_it_was_done_before(tmp_path, code, capsys):
    bad, out = Counted("slecht", 0.02), str(tmp_path / "uit")
    for _ in range(2):
        assert main(["--uit", out], (bad.proof,)) == 1
        assert "NO" in capsys.readouterr().out
    assert bad.turns == 1
    assert [one["met"] for one in json.loads((tmp_path / "uit" / "slecht.json").read_text())["outcomes"]] == [
        False,
        True,
    ]


def test_a_proof_that_stops_half_way_is_done_again(tmp_path, code):
    def stop(folder: Path, tell) -> Found:
        raise KeyboardInterrupt

    out = str(tmp_path / "uit")
    with pytest.raises(KeyboardInterrupt):
        main(["--uit", out], (Proof("lang", "stops", ("code",), stop),))
    again = Counted("lang", 0.0)
    assert main(["--uit", out], (again.proof,)) == 0
    assert again.turns == 1


def test_a_name_that_is_none_is_said(capsys):
    assert main(["bestaat_niet"]) == 2
    assert "alleen_kwetsbaarheid" in capsys.readouterr().err


def test_the_code_of_every_proof_is_there():
    assert all((of_code.CODE / place).exists() for proof in PROOFS for place in proof.code)


def test_a_sample_is_used_again_only_when_the_same_code_made_it(tmp_path, monkeypatch):
    made = []

    def sample(what: str, command, **_) -> None:
        if what.startswith("sample"):
            made.append(what)
            folder = Path(command[command.index("--uit") + 1])
            folder.mkdir(parents=True)
            (folder / "waarheid.json").write_text('{"waarheid": "niets"}')
            (folder / whole.LAST).touch()

    monkeypatch.setattr(whole, "measure", sample)
    monkeypatch.setattr(whole, "fingerprint", lambda places: "een")
    for _ in range(2):
        whole.build(tmp_path / "land", Waarheid.niets)
    assert len(made) == 1
    monkeypatch.setattr(whole, "fingerprint", lambda places: "twee")
    whole.build(tmp_path / "land", Waarheid.niets)
    assert len(made) == 2
    (tmp_path / "ander").mkdir()
    (tmp_path / "ander" / "voorbeeld").symlink_to(tmp_path / "land" / "voorbeeld")  # somebody's own choice
    whole.build(tmp_path / "ander", Waarheid.niets)
    assert len(made) == 2
