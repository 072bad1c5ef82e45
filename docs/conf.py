"""Settings of Sphinx for `make docs`. The site must open from a disk without network: nothing here points to a CDN.

A page that is named in `reference.BODIES` gets its generated body behind what stands in its file.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from docs import reference
from veerkracht import __version__

project = "Veerkracht"
copyright = "de makers van Veerkracht; EUPL-1.2"
version = release = __version__
language = "nl"
ENGLISH = {"bijdragen", "wijzigingen"}  # pages that are the repository's own files

extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["__pycache__"]
html_theme = "furo"
html_title = "Veerkracht"
locale_dirs = ["locale"]
html_static_path = ["stijl"]
html_css_files = ["site.css"]
html_show_sourcelink = False
html_copy_source = False
html_theme_options = {"top_of_page_buttons": []}


def add_body(app, docname: str, source: list[str]) -> None:
    """Put the generated body of a page behind its introduction."""
    if body := reference.BODIES.get(docname):
        source[0] += "\n" + body()


def mark_language(app, pagename: str, templatename: str, context: dict, doctree) -> None:
    """Tell browsers and screen readers which pages are in English."""
    if pagename in ENGLISH:
        context["language"] = "en"


def setup(app) -> None:
    app.connect("source-read", add_body)
    app.connect("html-page-context", mark_language)
