"""What is written is whole or not there, and one process holds a lock."""

import subprocess
import sys
from hashlib import sha256
from threading import Thread

import pytest
from filelock import Timeout

from veerkracht import files


def test_a_file_is_replaced_as_a_whole_and_keeps_its_mode(tmp_path):
    file = tmp_path / "a.txt"
    files.write_text(file, "één", mode=0o600)
    assert file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(RuntimeError), files.replacing(file) as part:
        part.write_text("half")
        raise RuntimeError
    assert file.read_text("utf-8") == "één"
    files.write_bytes(file, b"twee", durable=True)
    assert file.read_bytes() == b"twee" and file.stat().st_mode & 0o777 == 0o600
    assert files.sha256_of(file) == sha256(b"twee").hexdigest()
    assert list(tmp_path.iterdir()) == [file]


def test_a_new_file_is_as_open_as_its_writer_made_it(tmp_path):
    (tmp_path / "plain").write_text("x")
    files.write_text(tmp_path / "new", "x")
    assert (tmp_path / "new").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_folder_is_replaced_as_a_whole(tmp_path):
    folder = tmp_path / "map"
    for content in ("one", "two"):
        with files.replacing(folder, mode=0o700, durable=True) as part:
            (part / "deep").mkdir(parents=True)
            (part / "deep" / content).write_text(content)
    assert [file.name for file in (folder / "deep").iterdir()] == ["two"]
    assert folder.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileNotFoundError), files.replacing(folder) as part:
        assert not part.exists()  # nothing was written
    assert [file.name for file in (folder / "deep").iterdir()] == ["two"]
    assert list(tmp_path.iterdir()) == [folder]


def test_a_link_is_replaced_and_what_it_led_to_stays(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        with files.replacing(tmp_path / "now") as part:
            part.symlink_to(name)
    assert (tmp_path / "now").resolve() == tmp_path / "b"
    assert (tmp_path / "a").is_dir()


def test_one_at_a_time(tmp_path):
    order = []

    def wait() -> None:
        with files.locked(tmp_path / "slot"):
            order.append("second")

    with files.locked(tmp_path / "slot"):
        other = Thread(target=wait)
        other.start()
        other.join(0.2)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_what_is_held_is_freed_when_its_process_dies(tmp_path):
    code = (
        "import sys, pathlib\nfrom veerkracht import files\n"
        "held = files.hold(pathlib.Path(sys.argv[1]))\nprint('held', flush=True)\nsys.stdin.read()"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "slot")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout and other.stdout.readline() == "held\n"
        with pytest.raises(Timeout):
            files.hold(tmp_path / "slot")
        other.kill()
    lock = files.hold(tmp_path / "slot")
    lock.release()
