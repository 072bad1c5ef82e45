"""The page of a city of 484 buurten in Debian's chromium: how soon it answers, and how soon it shows another map."""

import statistics
import sys
from pathlib import Path

from tests.benchmarks.measure import OUT, measure, report

CHROMIUM = Path("/usr/bin/chromium")
PAGE = OUT / "bladzijde" / "pagina.txt"  # where the page stands
TIMES = 5
READY = "new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)))"
SWITCH = """() => { const t = performance.now(); document.getElementById("kies-2").click();
  document.body.offsetHeight; return performance.now() - t }"""


def main() -> None:
    """Write the page, open it some times, and print the table."""
    if not CHROMIUM.exists():
        print("page of a city: skipped, Debian's package chromium is not installed")
        return
    rows = [measure("world and page of 484 buurten", [sys.executable, "-m", "tests.benchmarks.bench_page", "write"])]
    file = Path(PAGE.read_text())
    ready, switch = _opened(file)
    report("page of a city", rows, [
        f"size {file.stat().st_size / 1e6:.2f} MB (target < 3)",
        f"ready after {ready:.2f} s (target < 2); another map after {switch:.2f} s; medians of {TIMES}",
    ])  # fmt: skip


def write() -> None:
    """Make the city and its page, in the process that is measured."""
    import shutil

    from tests.browser import bigcity

    shutil.rmtree(PAGE.parent, ignore_errors=True)
    PAGE.parent.mkdir(parents=True)
    PAGE.write_text(str(bigcity.page(PAGE.parent)))


def _opened(file: Path) -> tuple[float, float]:
    """Seconds until the page answers since it was asked for, and until another map is drawn."""
    from playwright.sync_api import sync_playwright

    ready, switch = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        for _ in range(TIMES):
            page = browser.new_page(viewport={"width": 1400, "height": 1000})
            page.goto(file.as_uri())
            page.wait_for_selector("html[data-klaar]")
            ready.append(page.evaluate(READY) / 1000)
            switch.append(page.evaluate(SWITCH) / 1000)
            page.close()
        browser.close()
    return statistics.median(ready), statistics.median(switch)


if __name__ == "__main__":
    write() if sys.argv[1:] == ["write"] else main()
