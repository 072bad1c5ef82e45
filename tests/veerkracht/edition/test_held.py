"""A published database that another program holds open for writing: one sentence, no traceback."""

import subprocess
import sys

import duckdb
import pytest

from orchestration import cli
from veerkracht.edition.reading import Edition
from veerkracht.errors import PublicationError, held_elsewhere

HOLD = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


@pytest.fixture
def held(tmp_path):
    """Folder of an edition whose database another process has open."""
    database = tmp_path / "veerkracht.duckdb"
    duckdb.connect(str(database)).close()
    program = [sys.executable, "-c", HOLD, str(database)]
    with subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline()
        yield tmp_path
        process.stdin.close()


def test_an_edition_that_is_held_says_so(held):
    with (
        pytest.raises(PublicationError, match=r"is open in een ander programma \(python.*, proces \d+\)") as error,
        Edition(held),
    ):
        pass
    told = str(error.value)
    assert "\n" not in told and len(told) < 500 and told.endswith("probeer het opnieuw.")


def test_whatever_command_meets_it_ends_with_that_sentence(held, monkeypatch, capsys):
    def attach():
        duckdb.connect().execute(f"attach '{held / 'veerkracht.duckdb'}' as editie (read_only)")

    monkeypatch.setattr(cli, "app", attach)
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    assert stopped.value.code == 1
    assert "is open in een ander programma" in " ".join(capsys.readouterr().err.split())


def test_other_errors_of_a_database_are_not_that(tmp_path):
    with pytest.raises(duckdb.Error) as error:
        duckdb.connect(str(tmp_path / "weg" / "x.duckdb"), read_only=True)
    assert held_elsewhere(error.value) is None
    assert held_elsewhere(ValueError('Could not set lock on file "x"')) is None


def test_a_database_that_is_none_is_named(tmp_path):
    (tmp_path / "veerkracht.duckdb").write_bytes(b"geen database" * 500)
    with pytest.raises(PublicationError, match="is geen leesbare database"), Edition(tmp_path):
        pass
