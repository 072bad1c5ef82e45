"""What is told while something is fetched where there is no terminal: which of how many, and now and then how far."""

from orchestration import console


def test_a_line_a_download_and_one_now_and_then(capsys, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(console.time, "monotonic", lambda: clock[0])
    with console.downloads(2) as begun:
        tell = begun("cbs_grenzen@2024")
        for seconds, done in ((1, 10), (25, 50), (30, 60), (50, 100)):
            clock[0] = seconds
            tell(done * 1_000_000, 100_000_000)
        begun("leefbaarometer@2024")(1, None)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "ophalen, 1 van 2: cbs_grenzen@2024",
        "ophalen, 1 van 2: cbs_grenzen@2024: 50 van 100 MB, nog 25 s",
        "ophalen, 1 van 2: cbs_grenzen@2024: 100 van 100 MB, nog 0 s",
        "ophalen, 2 van 2: leefbaarometer@2024",
    ]
