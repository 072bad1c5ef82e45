"""What a value may be, in Dutch: of what pydantic found wrong with a setting or a catalogue entry."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

# By the beginning of the kind of a pydantic error; of `int_` also `int_parsing` and `int_from_float`.
WORDS = {
    "int_": "verwacht een heel getal",
    "float_": "verwacht een getal",
    "finite_number": "verwacht een getal",
    "bool_": "verwacht true of false",
    "date_": "verwacht een datum (JJJJ-MM-DD)",
    "string_type": "verwacht een tekst",
    "string_too_long": "verwacht hoogstens {max_length} tekens",
    "string_too_short": "verwacht minstens {min_length} tekens",
    "string_pattern_mismatch": "verwacht de vorm {pattern}",
    "tuple_type": "verwacht een lijst",
    "dict_type": "verwacht regels als `naam: waarde`",
    "too_short": "verwacht minstens {min_length} in de lijst",
    "too_long": "verwacht hoogstens {max_length} in de lijst",
    "missing": "verwacht meer waarden in de lijst",
    "literal_error": "mogelijk zijn {expected}",
    "greater_than_equal": "verwacht {ge} of meer",
    "greater_than": "verwacht meer dan {gt}",
    "less_than_equal": "verwacht hoogstens {le}",
    "less_than": "verwacht minder dan {lt}",
    "value_error": "{error}",
}


def expected(error: "ErrorDetails") -> str:
    """What a value may be instead; for a kind of error without words of ours those of pydantic."""
    context = {name: str(value).replace(" or ", " of ") for name, value in (error.get("ctx") or {}).items()}
    for kind, words in WORDS.items():
        if error["type"].startswith(kind):
            return words.format_map(context)
    return error["msg"]
