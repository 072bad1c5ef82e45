"""Commands that a message tells to type."""

import ast
import re
from pathlib import Path

from veerkracht.commandline import command
from veerkracht.publication import none_yet

ROOT = Path(__file__).parents[2]
MESSAGES = [file for room in ("veerkracht", "orchestration") for file in sorted((ROOT / room).rglob("*.py"))]
TYPED = re.compile(r"\bveerkracht (--|begin|fetch|refresh|releases|publications|rollback|serve|template|ui)\b")


def test_a_command_names_the_folders_it_is_for(tmp_path, monkeypatch):
    monkeypatch.setenv("VEERKRACHT_DATA", str(tmp_path / "mijn data"))
    monkeypatch.setenv("VEERKRACHT_CATALOGUS", str(tmp_path / "eigen"))
    assert command("refresh").endswith(f"--data '{tmp_path}/mijn data' --catalogus {tmp_path}/eigen refresh")
    assert none_yet("openbaar").endswith(f"{tmp_path}/eigen refresh")
    assert none_yet("leden").endswith(f"{tmp_path}/eigen refresh --publiek leden")


def test_no_message_spells_a_command_by_hand():
    said = [
        f"{file.relative_to(ROOT)}: {text.value}"
        for file in MESSAGES
        for told in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(told, ast.Raise) or (isinstance(told, ast.Call) and getattr(told.func, "attr", "") == "print")
        for text in ast.walk(told)
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    ]
    assert [text for text in said if TYPED.search(text)] == []
