"""What is told while something is fetched where there is no terminal: how far all of it is, and now and then a file."""

import pytest

from orchestration import downloads


@pytest.fixture
def clock(monkeypatch):
    now = [0.0]
    monkeypatch.setattr(downloads.time, "monotonic", lambda: now[0])
    return now


def test_a_line_a_download_and_one_now_and_then(capsys, clock):
    with downloads.downloads({"cbs_grenzen@2024": 100e6, "leefbaarometer@2024": 60e6}) as begun:
        tell = begun("cbs_grenzen@2024")
        for seconds, done in ((1, 10), (25, 50), (30, 60), (50, 100)):
            clock[0] = seconds
            tell(done * 1_000_000, 140_000_000)
        begun("leefbaarometer@2024")(1, None)
    assert capsys.readouterr().err.splitlines() == [
        "ophalen (1 van 2, 0 van ongeveer 160 MB): cbs_grenzen@2024",
        "ophalen (1 van 2, 50 van ongeveer 200 MB, nog 75 s): cbs_grenzen@2024, 50 van 140 MB",
        "ophalen (1 van 2, 100 van ongeveer 200 MB, nog 50 s): cbs_grenzen@2024, 100 van 140 MB",
        # the first ended sooner than it had said: what is left is the second alone
        "ophalen (2 van 2, 100 van ongeveer 160 MB, nog 30 s): leefbaarometer@2024",
    ]


def test_what_nobody_estimated_and_what_failed_count_as_they_came(clock):
    whole = downloads.AllDownloads({"a": 10e6, "b": 10e6})
    whole.begin("a").tell(2_000_000, None)
    assert (whole.received, whole.total) == (2e6, 20e6)
    whole.begin("b").tell(15_000_000, None)  # more than was expected, without a total
    whole.begin("c").tell(1_000_000, 3_000_000)
    assert (whole.received, whole.total, whole.files) == (18e6, 20e6, "3 van 3")
    clock[0] = 180
    assert whole.text == "3 van 3, 18 van ongeveer 20 MB, nog 20 s"
