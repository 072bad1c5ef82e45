"""The check of the built site finds what it is for."""

import pytest

from docs.check import problems

GOOD = '<a href="b.html#here">b</a> <a href="https://example.org/">out</a> <a href="#top" id="top">up</a>'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "a.html").write_text(GOOD)
    (tmp_path / "b.html").write_text('<p id="here"><img src="c.svg"></p>')
    (tmp_path / "c.svg").touch()
    (tmp_path / "d.css").write_text("p { background: url(c.svg) }")
    return tmp_path


def test_a_site_on_a_disk_is_whole(site):
    assert problems(site) == []


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ('<a href="b.html#there">', "a.html: leads nowhere: b.html#there"),
        ('<a href="absent.html">', "a.html: leads nowhere: absent.html"),
        ('<img src="absent.png">', "a.html: leads nowhere: absent.png"),
        ('<script src="https://cdn.example/x.js"></script>', "a.html: loads https://cdn.example/x.js"),
        ('<link href="//fonts.example/x.css">', "a.html: loads //fonts.example/x.css"),
    ],
)
def test_what_is_wrong_is_told(site, html, told):
    (site / "a.html").write_text(html)
    assert problems(site) == [told]


def test_a_style_sheet_that_asks_the_network_is_told(site):
    (site / "d.css").write_text('@import "https://fonts.example/x.css"; p { background: url(//cdn.example/p.png) }')
    assert problems(site) == ["d.css: loads https://fonts.example/x.css", "d.css: loads //cdn.example/p.png"]
