"""Validation of a catalogue entry: what pydantic finds, said in Dutch with file and line. Knows no rules itself."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from veerkracht.errors import CatalogueError, did_you_mean
from veerkracht.expected import expected
from veerkracht.sources.catalogue.yamlfile import YamlPath

Model = TypeVar("Model", bound=BaseModel)


def validated(model: type[Model], fields: Mapping[str, object], where: Callable[[YamlPath], str]) -> Model:
    """The fields as a model. Raises CatalogueError with file, line and what is wrong, in Dutch."""
    try:
        return model(**{name: value for name, value in fields.items() if value is not None})
    except ValidationError as error:
        first = error.errors()[0]
        place: YamlPath = tuple(first["loc"])
        name = next((str(part) for part in place if isinstance(part, str)), "")
        raise CatalogueError(f"{where(place)}: {_in_dutch(first, name, model)}") from error


def _in_dutch(error: ErrorDetails, name: str, model: type[BaseModel]) -> str:
    found, context = error.get("input"), error.get("ctx") or {}
    match error["type"]:
        case "missing":
            return f"`{name}` ontbreekt."
        case "extra_forbidden":
            key = str(error["loc"][-1])
            return f"onbekende sleutel `{key}`; " + did_you_mean(
                key, model.model_fields, f"bekend zijn: {', '.join(model.model_fields)}."
            )
        case "literal_error":
            return f"`{name}` kent `{found}` niet; mogelijk zijn {context['expected'].replace(' or ', ' of ')}."
        case "string_pattern_mismatch" if name == "sha256":
            return f"`sha256` moet 64 tekens 0-9 en a-f hebben; gevonden: `{found}`."
        case "string_pattern_mismatch":
            return f"`{name}` heeft niet de vorm {context['pattern']}; gevonden: `{found}`."
        case "value_error":
            return f"{context['error']}."
        case kind if kind.startswith(("int_", "float_", "date_", "bool_", "tuple_", "dict_", "string_type", "model_")):
            return f"`{name}`: `{found}` is geen {_KINDS[kind.split('_')[0]]}."
        case _:
            return f"`{name}`: `{found}` kan niet; {expected(error)}."


_KINDS = {
    "int": "geheel getal",
    "float": "getal",
    "date": "datum (JJJJ-MM-DD)",
    "bool": "true of false",
    "tuple": "lijst",
    "dict": "reeks sleutels met waarden",
    "string": "tekst",
    "model": "reeks sleutels met waarden",
}
