"""How a template and its values become a Dutch sentence."""

import json
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orchestration.dbt_sentences import register
from veerkracht.sentences import SentenceError, fill, fill_json


@pytest.mark.parametrize(
    ("template", "values", "sentence"),
    [
        ("{label} in {jaar}", {"label": "veel [a]", "jaar": 2024}, "veel [a] in 2024"),
        ("{waarde:3}", {"waarde": -0.0605}, "−0,061"),
        ("{waarde:0}", {"waarde": 1234567}, "1.234.567"),
        ("{waarde:+1}", {"waarde": 0.25}, "+0,3"),
        ("{waarde:+1}", {"waarde": -0.04}, "0,0"),
        ("{waarde:+decimalen}", {"waarde": 1.849, "decimalen": 2}, "+1,85"),
        ("{deel:%}", {"deel": 0.125}, "13%"),
        ("{deel:%1}", {"deel": 0.12345}, "12,3%"),
        ("{deel:<%}", {"deel": 0.7999}, "79%"),
        ("{n:buurt|buurten}", {"n": 1}, "1 buurt"),
        ("{n:buurt|buurten}", {"n": 0}, "0 buurten"),
        ("{delen}", {"delen": ["inkomen", "zorg"]}, "inkomen, zorg"),
        ("niets", {}, "niets"),
    ],
)
def test_a_field_is_written_in_its_form(template, values, sentence):
    assert fill(template, values) == sentence


@pytest.mark.parametrize("form", ["", ":2", ":+2", ":%", ":buurt|buurten"])
def test_a_field_without_a_value_leaves_nothing(form):
    assert fill(f"a {{x{form}}}b", {"x": None}) == "a b"


def test_a_clause_goes_where_a_value_is_missing():
    template = "gaf {waarde:0}[ van {van}][, in {jaar_van}–{jaar_tot}]."
    values = {"waarde": 330, "van": 350, "jaar_van": 2012, "jaar_tot": 2018}
    assert fill(template, values) == "gaf 330 van 350, in 2012–2018."
    assert fill(template, values | {"van": None, "jaar_tot": None}) == "gaf 330."


@pytest.mark.parametrize(
    ("template", "values", "told"),
    [
        ("{warde:1}", {"waarde": 1, "label": "x"}, "'{warde:1}': veld warde is niet gegeven; gegeven: waarde, label"),
        ("[{a}]", {}, "veld a is niet gegeven; gegeven: niets"),
        ("{a:1.2}", {"a": 1}, "veld a kent geen vorm '1.2'"),
        ("{a:+d}", {"a": 1, "d": 1.5}, "veld d is geen aantal decimalen maar 1.5"),
        ("{a}", {"a": 1.5}, "1.5 heeft een vorm nodig"),
        ("{a}", {"a": True}, "True heeft een vorm nodig"),
        ("{a:1}", {"a": "x"}, "veld a is geen getal maar 'x'"),
        ("{a:buurt|buurten}", {"a": 1.5}, "1.5 is geen aantal"),
        ("{a", {"a": 1}, "geen veld tussen accolades"),
        ("{A}", {"A": 1}, "geen veld tussen accolades"),
        ("a] {b}", {"b": 1}, "een haak `]` zonder de andere"),
        ("[a [b]]", {}, "een haak `["),
    ],
)
def test_what_cannot_be_filled_says_why(template, values, told):
    with pytest.raises(SentenceError) as raised:
        fill(template, values)
    assert told in str(raised.value) and repr(template) in str(raised.value)


def test_a_sentence_without_a_template_is_an_error():
    with pytest.raises(SentenceError, match="geen sjabloon"):
        fill_json(None, '{"a": 1}')


@settings(deadline=None)
@given(st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_half_goes_away_from_zero(half, decimals):
    """Eighths are exact in binary, so that the decimal is the true value."""
    value = half / 8
    exact = Decimal(half) / 8
    told = fill("{x:d}", {"x": value, "d": decimals})
    assert Decimal(told.replace(".", "").replace(",", ".").replace("−", "-")) == exact.quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )
    assert not told.startswith("−") or any(digit in told for digit in "123456789")


@settings(deadline=None)
@given(st.floats(-1e9, 1e9), st.integers(0, 4))
def test_numbers_round_as_those_of_sql(value, decimals):
    (rounded,) = duckdb.execute("select round(?::double, ?)", [value, decimals]).fetchone()
    assert fill("{x:d}", {"x": value, "d": decimals}) == fill("{x:d}", {"x": rounded, "d": decimals})


@given(st.lists(st.one_of(st.none(), st.text(), st.integers()), min_size=1, max_size=5))
def test_values_are_never_read_as_a_template(values):
    fields = {f"v{place}": value for place, value in enumerate(values)}
    told = fill("|".join(f"{{{name}}}" for name in fields), fields)
    assert told == "|".join("" if value is None else str(value) for value in values)


def test_sql_knows_the_function_on_every_cursor():
    with duckdb.connect() as connection:
        register(connection)
        cursor = connection.cursor()
        template = "{n}[ {naam}] {deel:%}"
        query = "select zin(?, {n: n, deel: n / 8, naam: if(n > 1, 'a''b', null)}) from range(1, 3) t(n)"
        assert cursor.execute(query, [template]).fetchall() == [("1 13%",), ("2 a'b 25%",)]
        assert cursor.execute("select zin('x', null)").fetchall() == [("x",)]
        with pytest.raises(duckdb.Error, match="veld m is niet gegeven; gegeven: n"):
            cursor.execute("select zin('{m}', {n: 1})")


def test_texts_outlive_the_rows_they_were_made_for():
    """Through several steps of conditions, as models have them; a function on Arrow arrays lost some."""
    given = "from (select range i, if(range % 7 = 0, 'een reden van zichzelf', null) r from range(400_000))"
    first = f"select i, coalesce(r, if(i % 2 = 1, zin('geen bron levert {{i}}', {{i: i % 20}}), null)) r {given}"
    second = "case when i % 9 = 0 then null else coalesce(r, zin('geen cijfer in het jaar {i}', {i: i % 30})) end"
    with duckdb.connect() as connection:
        register(connection)
        connection.execute(f"create table told as select {second} r from ({first})")
        told = connection.execute("select distinct r from told order by r").fetchall()
    wanted = [
        *(f"geen bron levert {i}" for i in range(1, 20, 2)),
        *(f"geen cijfer in het jaar {i}" for i in range(0, 30, 2)),
    ]
    assert {text for (text,) in told} == {None, "een reden van zichzelf", *wanted}


def test_sql_hands_numbers_over_whole():
    """JSON between SQL and Python loses no digit of a double."""
    with duckdb.connect() as connection:
        values = [0.1 + 0.2, 1e-7, 1 / 3, 12345678.9, -0.0]
        told = connection.execute("select {x: unnest(?::double[])}::json::varchar", [values]).fetchall()
    assert [json.loads(text)["x"] for (text,) in told] == values
