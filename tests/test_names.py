"""Holds the names of the code to CONTRIBUTING.md: Dutch for the nouns of the domain, English for technique.

A list knows the slips that are made most, not every word. Fields and properties are left out: they may be a column or a
key of a file, or be read by a template; so are the options of the command, which users type.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("veerkracht", "orchestration", "expectations")
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
# Dutch words of technique; singular and plural
BANNED = frozenset(
    re.findall(
        r"\w+",
        """
    aantal aantallen aanwezig afgerond afstand afstanden afwijkend alles attribuut beide bekend bereik bestaat bestand
    bestanden beste bewijs binnen blad bladen blijft boek bovengrens breedte buiten buren buur cel cellen cijfer
    cijfers codekolom codekolommen controleer datamap datum deel delen derde dichtheid dubbel dwars een eens eerder
    eerste eigen eigenschappen eind einden en fase fijn fout fouten gebeurd gebruikt gedeeld gedekt gegeven geheel
    gekozen gelijk genoeg genoemd geraakt gerond getal getekend geteld gevonden gevraagd gevuld gewijzigd gezien
    gezocht goed golven groepen grof grootste grootte heel herhaald hoek hoeken hoofd hoog hoogte houd inhoud invoer
    invoeren kaal kan kandidaten kant keus keuze keuzes klein kolom kolommen kop koppen kort kwijt laag laatste lagen
    lang leeg lengte lengten lijkt lijn lijst lijsten maak mag mee meer melding meldingen mensen midden naam naamkolom
    naast naaste namen nieuw nodig nu nummer nummers omtrek omtrekken omvang onbekend ongeldig ontbreekt ooit opvolger
    orde oud oude ouders overgeslagen overig paar pad paden pagina paginas paren plaats plaatsen plek plekken punten
    raak rand randen regel regels resultaat rij rijen ringen rol rollen ruimte ruw samen schaal sleutel sleutels som
    sommen stad stam stap stappen straal stuk stukken tabel tabellen tekst teksten telt tijd tijdelijk titels toen
    toets totaal uitgave uitleg uniek vanaf velden verband verdeeld verklaard verplicht verst vertel verzameld vlak
    vlakken volgende voor vorige vorm vormen vreemd waar waarde waarden wanneer weg wereld woord woorden zaad zegt
    zelfde zinnen zoek zonder
    """,
    )
)
COLUMNS = {"cel_minimum", "deel_naar", "deel_van", "p_hoogste"}  # names as a whole that are columns or settings


def is_property(node: ast.stmt) -> bool:
    decorators = getattr(node, "decorator_list", [])
    return any(ast.unparse(one).rpartition(".")[2] in ("property", "cached_property") for one in decorators)


def is_option(argument: ast.arg) -> bool:
    return argument.annotation is not None and "typer." in ast.unparse(argument.annotation)


def bound_names(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and name of every function, parameter and variable of a function, a lambda or a comprehension."""

    def visit(node: ast.AST, inside: bool) -> Iterator[tuple[int, str]]:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.ClassDef):
                yield from visit(child, False)
            elif isinstance(child, FUNCTIONS):
                if not is_property(child):
                    yield child.lineno, child.name
                yield from visit(child, True)
            elif isinstance(child, ast.arg):
                options = {id(one) for one in ast.walk(node) if isinstance(one, ast.arg) and is_option(one)}
                if id(child) not in options:
                    yield child.lineno, child.arg
            elif isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store) and inside:
                yield child.lineno, child.id
            else:
                within = inside or isinstance(child, (ast.comprehension, ast.Lambda))
                yield from visit(child, within)

    yield from visit(tree, False)


def module_names(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and name of every class and constant of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.lineno, node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = (one for target in targets for one in ast.walk(target) if isinstance(one, ast.Name))
            yield from ((node.lineno, one.id) for one in names)


def words(name: str) -> set[str]:
    """The words of a name in snake case, in capitals, or with a capital each."""
    return {word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)}


def slips(source: str) -> list[tuple[int, str]]:
    tree = ast.parse(source)
    found = sorted({*bound_names(tree), *module_names(tree)})
    return [(line, name) for line, name in found if name not in COLUMNS and BANNED & words(name)]


def test_no_dutch_word_of_technique_in_a_name():
    files = sorted(file for room in CODE for file in (ROOT / room).rglob("*.py"))
    found = [
        f"{file.relative_to(ROOT)}:{line}: {name}" for file in files for line, name in slips(file.read_text("utf-8"))
    ]
    assert not found, "\n".join(["Dutch words of technique; see Names in CONTRIBUTING.md", *found])


@pytest.mark.parametrize(
    "source",
    [
        "def lees_rij(file): ...",
        "def read(*, kolom): ...",
        "def read(*namen, **velden): ...",
        "def read():\n    waarde = 1",
        "def read():\n    with open() as bestand: ...",
        "def read():\n    return f'{[naam for naam in ()]}'",
        "def read():\n    return lambda regel: 1",
        "def read():\n    if (eerste := 1): ...",
        "def read():\n    for _, (code, deel) in (): ...",
        "ALL = {naam: 1 for naam in ()}",
        "class Reader:\n    def _kolom(self): ...",
        "class IndicatorRij: ...",
        "KOLOMMEN = ()",
        "_ZOEK_KOP, MOST = 1, 2",
    ],
)
def test_a_slip_is_seen(source):
    assert len(slips(source)) >= 1


@pytest.mark.parametrize(
    "source",
    [
        "def read_buurten(bron, peiljaar, gemeentecode):\n    dekking = teller = 1",
        "class Feit:\n    naam: str\n    waarde: float = 0.0",
        "class Gebied:\n    @property\n    def naam(self): ...",
        "ROW = 'rij in het bestand'",
        "def serve(nummer: Annotated[int, typer.Option(help='x')]): ...",
        "def read(row):\n    return row.naam, row['kolom'], Feit(waarde=1)",
        "def find(links):\n    deel_van = links['deel_van']",
    ],
)
def test_nouns_columns_and_options_pass(source):
    assert not slips(source)


def types(tree: ast.Module) -> Iterator[str]:
    """Classes and aliases of types of a module; variables of types stand for anything and are left out."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            is_variable = ast.unparse(node.value).startswith("TypeVar(")
            if isinstance(target, ast.Name) and re.fullmatch(r"_?[A-Z][a-z]\w*", target.id) and not is_variable:
                yield target.id


def homonyms(modules: dict[str, str]) -> dict[str, list[str]]:
    """Names of types that stand in more than one module, with those modules. `modules`: source by name."""
    found: dict[str, list[str]] = defaultdict(list)
    for module, source in modules.items():
        for name in types(ast.parse(source)):
            found[name.lstrip("_")].append(module)
    return {name: where for name, where in found.items() if len(where) > 1}


def test_no_type_bears_the_name_of_another():
    files = sorted(file for room in CODE for file in (ROOT / room).rglob("*.py"))
    found = homonyms({str(file.relative_to(ROOT)): file.read_text("utf-8") for file in files})
    assert not found, "\n".join(f"{name}: {', '.join(where)}" for name, where in sorted(found.items()))


def test_a_homonym_is_seen():
    modules = {
        "a": "class Limits: ...\nclass Kept: ...\nRow = dict[str, str]\nT = TypeVar('T')\nKeyT = TypeVar('KeyT')",
        "b": "class _Limits: ...\nRow = list[str]\nKeyT = TypeVar('KeyT')\nROWS = 1",
    }
    assert homonyms(modules) == {"Limits": ["a", "b"], "Row": ["a", "b"]}
