"""A run over gemeenten: what is there stays, progress tells the time left, processes share the work, faults stop it."""

import logging
import os
from functools import partial

import pytest

from veerkracht.products import batch
from veerkracht.products.batch import Batch, emptied_of_halves, is_newer

CODES = [f"GM{number:04d}" for number in range(5)]


def _make(folder, codes):
    for code in codes:
        (folder / code).write_text(str(os.getpid()))
        yield code


def _begin(folder):
    return partial(_make, folder)


def test_a_run_goes_on_and_tells(tmp_path):
    heard, parts = [], []
    (tmp_path / CODES[1]).touch()

    def make(codes):
        parts.append(codes)
        yield from _make(tmp_path, codes)

    run = Batch("proef", CODES, lambda code: (tmp_path / code).is_file(), lambda *said: heard.append(said), size=3)
    run.run_here(make)
    assert not run.is_shared and parts == [["GM0000", "GM0002", "GM0003"], ["GM0004"]]
    assert heard == [(2, 5), (3, 5), (4, 5), (5, 5)]


def test_the_log_says_how_long_it_takes(tmp_path, monkeypatch, caplog):
    clock = iter(range(0, 1000, 30))
    monkeypatch.setattr(batch.time, "monotonic", lambda: next(clock))
    with caplog.at_level(logging.INFO, "veerkracht"):
        Batch("proef", CODES, lambda code: code == CODES[0]).run_here(partial(_make, tmp_path))
    assert caplog.messages[:2] == [
        "proef: 1 van 5 gemeenten waren er al",
        "proef: 2 van 5 gemeenten, nog ongeveer 2 minuten",
    ]


def test_processes_pay_from_some_number_on(monkeypatch):
    monkeypatch.setattr(batch.os, "cpu_count", lambda: 8)
    many = [f"GM{number:04d}" for number in range(batch.WORTH_IT)]
    assert Batch("proef", many, lambda code: False).is_shared
    assert not Batch("proef", many, lambda code: code == many[0]).is_shared


def test_two_processes_share_the_work(tmp_path):
    run = Batch("proef", CODES, lambda code: False, processes=2)
    run.run_shared(_begin, tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == CODES
    assert str(os.getpid()) not in {file.read_text() for file in tmp_path.iterdir()}


def test_a_fault_ends_the_run(tmp_path):
    run = Batch("proef", CODES, lambda code: False, processes=2)
    with pytest.raises(FileNotFoundError):
        run.run_shared(_begin, tmp_path / "weg")


def test_halves_go_and_what_is_older_than_the_marts_is_not_done(tmp_path):
    (tmp_path / "x" / ".GM0000.pdf.1.part").mkdir(parents=True)
    (tmp_path / "x" / ".GM0001.pdf.part").touch()
    (tmp_path / "x" / "GM0002.pdf").touch()
    assert [file.name for file in emptied_of_halves(tmp_path / "x").iterdir()] == ["GM0002.pdf"]
    (tmp_path / "veerkracht.duckdb").touch()
    file = tmp_path / "x" / "GM0002.pdf"
    os.utime(file, (0, 0))
    assert not is_newer(file, tmp_path) and not is_newer(tmp_path / "x" / "GM0003.pdf", tmp_path)
    os.utime(file)
    assert is_newer(file, tmp_path)
