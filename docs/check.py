"""Reads a built site as a browser on a disk without network would: `python -m docs.check build/docs`.

Says which pages load something from elsewhere, and which internal links lead nowhere.
"""

import re
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADS = {("link", "href"), ("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("object", "data")}
CSS_LOADS = re.compile(r"""(?:url\(\s*|@import\s+)["']?((?:https?:)?//[^"')\s]+)""")


class Page(HTMLParser):
    """What a page links to, what it loads, and the places in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.anchors.add(value)
            elif (tag, name) in LOADS and value:
                self.loads.append(value)
            elif (tag, name) == ("a", "href") and value:
                self.links.append(value)


def problems(site: Path) -> list[str]:
    """One line for each page or style sheet that asks the network and each internal link that leads nowhere."""
    found = []
    for file in sorted(site.rglob("*.html")):
        page, name = read(file), file.relative_to(site)
        found += [f"{name}: loads {one}" for one in page.loads if _elsewhere(one)]
        found += [f"{name}: leads nowhere: {one}" for one in page.links + page.loads if not _leads(file, one)]
    for file in sorted(site.rglob("*.css")):
        found += [f"{file.relative_to(site)}: loads {one}" for one in CSS_LOADS.findall(file.read_text("utf-8"))]
    return found


@cache
def read(file: Path) -> Page:
    page = Page()
    page.feed(file.read_text(encoding="utf-8"))
    return page


def _elsewhere(address: str) -> bool:
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme in {"http", "https"}


def _leads(file: Path, address: str) -> bool:
    """Whether an address within the site has a file and, where it names one, a place in it."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return True
    target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
    if not target.is_file():
        return False
    return not parts.fragment or target.suffix != ".html" or unquote(parts.fragment) in read(target).anchors


def main() -> int:
    found = problems(Path(sys.argv[1]))
    print("\n".join(found) or "every link leads somewhere and nothing asks the network")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
