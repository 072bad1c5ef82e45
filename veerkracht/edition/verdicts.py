"""What may be said of an area, a class and a gemeente: the words and chances of a verdict, the same in every product.

The verdict itself, its chance and its interval are columns of the marts; nothing is judged here (method §5 and §6).
"""

from dataclasses import dataclass
from fractions import Fraction

from veerkracht.dutch import number, signed, with_unit
from veerkracht.edition.reading import Edition
from veerkracht.edition.records import Kaart, KaartGebied, LegendaRecord
from veerkracht.mapkinds import register
from veerkracht.mapkinds.level import LevelKind

SCORE_DECIMALS = 3
UNMEASURED = "geen meetbaar verschil"  # of a registration: within its rounding, which is a fact and no claim
FIELD = "focus"  # the kind of map that crosses two measures
BOTH = "samenloop"  # the kind of map of two changes
CHANCE = "kans"  # the kind of classes that go by chance: of measurements with noise
AGAINST = (  # where the estimate has another side than the measurement
    "Dat is de andere kant op dan gemeten: dit cijfer is onrustig, en wat de rest van de gemeente liet zien telt mee."
)
STUDY = (  # beside the figures of the study
    "Andere bron, andere periode, niet vergelijkbaar. De studie telde elke stijging, hoe klein ook; toeval alleen al "
    "brengt een kwart van de mensen in zulke buurten. Hier telt de kans op een stijging boven de drempel."
)
_SIDES = {  # kind or measure of a map of change -> what its first and its last classes claim
    "veerkracht": ("een achterstand van betekenis", "een voorsprong van betekenis"),
    "veerkracht_relatief": ("een achterstand van betekenis", "een voorsprong van betekenis"),
    "kwetsbaarheid": ("een toename van betekenis", "een afname van betekenis"),
    "onv": ("verslechtering van betekenis", "verbetering van betekenis"),
}
_BOTH = {
    1: "Kans dat beide van betekenis toenamen",
    2: "Kans dat kwetsbaarheid van betekenis toenam",
    3: "Kans dat overlast van betekenis toenam",
    5: "Kans op verbetering van betekenis",
}
_OF = {"onv": " van overlast"}  # measure of a map of level -> of what the highest part is


@dataclass(frozen=True, slots=True)
class VerdictLimits:
    """Settings of the edition: the chances at which texts say zeker, waarschijnlijk and a registration's verdict.

    `hoger_is_gunstiger`: the measures of which a higher figure is more favourable.
    """

    duidelijk: float
    waarschijnlijk: float
    registratie: float
    delta_aandeel: float
    hoger_is_gunstiger: frozenset[str] = frozenset()

    @classmethod
    def of(cls, edition: Edition) -> "VerdictLimits":
        """From the settings and indicators of an edition."""
        higher = edition.values("select indicator from dim_indicator where richting = 'hoger_is_gunstiger'")
        return cls(
            duidelijk=edition.threshold("duidelijk_vanaf"),
            waarschijnlijk=edition.threshold("waarschijnlijk_vanaf"),
            registratie=edition.threshold("registratie_zeker"),
            delta_aandeel=edition.threshold("delta_aandeel"),
            hoger_is_gunstiger=frozenset(higher),
        )


def is_claim(kaart: Kaart, row: KaartGebied | LegendaRecord) -> bool:
    """The class of this row says which side a change went."""
    return row.klasse is not None and row.klasse != kaart.klasse_niet_te_zeggen and row.label != UNMEASURED


def value_text(kaart: Kaart, row: KaartGebied) -> str:
    """The value that is coloured, with its unit; of a change the estimate."""
    unit, decimals = kaart.eenheid or "", kaart.decimalen or 0
    if kaart.soort == FIELD:
        level = with_unit(number(row.waarde, decimals), unit)
        return f"kwetsbaarheid {level}, score {number(row.waarde_2, SCORE_DECIMALS)}"
    if kaart.soort == BOTH:
        score = signed(row.waarde_2, SCORE_DECIMALS)
        return f"kwetsbaarheid {with_unit(signed(row.waarde, decimals), unit)}, score overlast en onveiligheid {score}"
    return with_unit((number if kaart.is_niveau else signed)(row.waarde, decimals), unit)


def sentence(kaart: Kaart, row: KaartGebied, limits: VerdictLimits) -> str:
    """What the pointer says of an area with a class: figures as measured and estimated, and the chance.

    `Gemeten −0,031; wij schatten −0,024 (in 8 van de 10 gevallen tussen −0,040 en −0,008). Kans op verslechtering van
    betekenis 92%.`
    """
    parts = [_level(kaart, row) if kaart.is_niveau else _estimate(kaart, row), chance_text(kaart, row, limits)]
    return " ".join(part for part in parts if part)


def _level(kaart: Kaart, row: KaartGebied) -> str:
    text = value_text(kaart, row)
    return f"{text[0].upper()}{text[1:]}."


def _estimate(kaart: Kaart, row: KaartGebied) -> str:
    if kaart.soort == BOTH:
        return f"Wij schatten: {value_text(kaart, row)}."
    decimals, unit = kaart.decimalen or 0, kaart.eenheid or ""
    between = f"tussen {signed(row.laag, decimals)} en {signed(row.hoog, decimals)}" if row.laag is not None else ""
    if kaart.klassen != CHANCE:  # a registration: counted, not estimated
        rest = f" (door afronding en verlegde grenzen in minstens 8 van de 10 gevallen {between})" if between else ""
        return f"Gemeten {with_unit(signed(row.waarde, decimals), unit)}{rest}."
    measured = f"Gemeten {signed(row.waarde_gemeten, decimals)}; wij" if row.waarde_gemeten is not None else "Wij"
    rest = f" (in 8 van de 10 gevallen {between})" if between else ""
    why = f" {AGAINST}" if is_claim(kaart, row) and (row.waarde or 0) * (row.waarde_gemeten or 0) < 0 else ""
    return f"{measured} schatten {signed(row.waarde, decimals)}{rest}.{why}"


def chance_text(kaart: Kaart, row: KaartGebied, limits: VerdictLimits) -> str:
    """The chance of what the class says, as a sentence; empty where there is none."""
    if kaart.is_niveau:
        return _level_chance(kaart, row, limits)
    if row.kans is None or row.klasse is None or row.label == UNMEASURED:
        return ""
    if not is_claim(kaart, row) and kaart.klassen != CHANCE:  # every change of what is counted matters
        return f"De kans op een verandering is naar elke kant hoogstens {percent(row.kans)}."
    if not is_claim(kaart, row):
        return f"De kans op een verandering van betekenis is naar elke kant hoogstens {percent(row.kans)}."
    return f"{_claimed(kaart, row.klasse)} {percent(row.kans)}."


def _claimed(kaart: Kaart, klasse: int) -> str:
    if kaart.soort == BOTH and klasse in _BOTH:
        return _BOTH[klasse]
    sides = _SIDES.get(kaart.soort) or _SIDES.get(kaart.maat or "")
    if sides is None or kaart.klasse_niet_te_zeggen is None:
        return "Kans op een verandering naar deze kant"
    return f"Kans op {sides[klasse > kaart.klasse_niet_te_zeggen]}"


def _level_chance(kaart: Kaart, row: KaartGebied, limits: VerdictLimits) -> str:
    """Of a level: how surely it is in the highest part, and where it is not there, how surely in its own class."""
    if row.p_hoogste is None:
        return ""
    where = f"{_level_word(row.p_hoogste, limits)} {_highest(kaart)} ({percent(row.p_hoogste)})."
    if row.kans is None or row.klasse == _top_class(kaart, limits):
        return where.capitalize()
    own = f"Kans op deze klasse {percent(row.kans)}."
    return f"{own} {where.capitalize()}" if row.p_hoogste >= 1 - limits.waarschijnlijk else own


def _top_class(kaart: Kaart, limits: VerdictLimits) -> int | None:
    """The class that `p_hoogste` is the chance of; None where the kind of map has none."""
    kind = register.KINDS.get(kaart.klassen)
    if not isinstance(kind, LevelKind) or not kind.has_chances:
        return None
    return kind.top([maat in limits.hoger_is_gunstiger for maat in (kaart.maat or "").split("+")])


def _level_word(p_hoogste: float, limits: VerdictLimits) -> str:
    if p_hoogste >= limits.duidelijk:
        return "zeker"
    return "waarschijnlijk" if p_hoogste >= limits.waarschijnlijk else "misschien"


def _highest(kaart: Kaart) -> str:
    kind = register.KINDS.get(kaart.klassen)
    return (kind.hoogste if kind else "in de hoogste klasse") + _OF.get(kaart.maat or "", "")


def legend_line(kaart: Kaart, row: LegendaRecord, where: str) -> str:
    """Below a class of a legend: number, inhabitants and how many of them are expected not to belong to it.

    `in het land 96 gebieden, 120.000 inwoners; naar verwachting is de verandering in 3 daarvan kleiner dan de drempel`;
    of a level `in het land 60 gebieden, naar verwachting 49 terecht`. `where`: of which areas these are the counts.
    """
    if not row.aantal:
        return ""
    areas = f"{where} {count_text(row.aantal)}"
    right = rightly(kaart, row)
    if right is not None:
        return f"{areas}, naar verwachting {number(right)} terecht"
    areas += f", {number(row.inwoners)} inwoners" if row.inwoners is not None else ""
    if row.verwacht_onjuist is None:
        return areas
    wrong = "minder dan 1" if row.verwacht_onjuist < 0.5 else number(row.verwacht_onjuist)
    if kaart.klassen != CHANCE:
        return f"{areas}; naar verwachting {wrong} ten onrechte"
    return f"{areas}; naar verwachting is de verandering in {wrong} daarvan kleiner dan de drempel"


def rightly(kaart: Kaart, row: LegendaRecord) -> float | None:
    """Of a class of a level: how many of its areas are expected to belong to it; None where that is not known."""
    if not kaart.is_niveau or row.aantal is None or row.verwacht_onjuist is None:
        return None
    return row.aantal - row.verwacht_onjuist


def count_text(count: int) -> str:
    """`1 gebied`, `60 gebieden`."""
    return f"{number(count)} {'gebied' if count == 1 else 'gebieden'}"


def coloured_text(kaart: Kaart, limits: VerdictLimits) -> list[str]:
    """Sentences: when an area of a map of change has a colour, what grey means, from which size a change counts."""
    when = "Gekleurd is een gebied alleen als wij vrij zeker weten welke kant het op ging"
    sure, likely = times(limits.duidelijk), times(limits.waarschijnlijk)
    words = [f"{when}.", f"Duidelijk: zeker in minstens {sure} gevallen.", f"Waarschijnlijk: in minstens {likely}."]
    share = "een tiende" if limits.delta_aandeel == 0.1 else percent(limits.delta_aandeel)
    return [
        *([f"{when}: in minstens {likely} gevallen."] if kaart.soort == BOTH else words),
        "Grijs betekent niet dat er niets veranderde: de cijfers zijn er te onrustig voor.",
        f"Een verandering telt pas mee als ze groter is dan {share} van het gewone verschil tussen gebieden.",
    ]


def counted_text(limits: VerdictLimits) -> list[str]:
    """The same of a map of a registration, that has no noise but rounding and moved boundaries."""
    sure = times(limits.registratie)
    return [
        "Een kant krijgt een gebied alleen als het verschil groter is dan afronding kan maken, en als toename "
        f"of afname in minstens {sure} gevallen zeker is."
    ]


def level_text(kaart: Kaart, limits: VerdictLimits) -> list[str]:
    """What the words of a map of level mean."""
    return [
        f"Zeker {_highest(kaart)}: in minstens {times(limits.duidelijk)} gevallen. Waarschijnlijk: in minstens "
        f"{times(limits.waarschijnlijk)}. Misschien: in minder."
    ]


def grey_text(name: str, plural: str, gemeente: str | None) -> str:
    """Of a gemeente without a coloured area, with the verdict on the gemeente as a whole where there is one."""
    text = f"Tussen de {plural} van {name} is geen verschil te zien dat groter is dan de onrust in de cijfers."
    return f"{text} De gemeente als geheel: {gemeente}." if gemeente else text


def percent(chance: float) -> str:
    """92%; never 100% of what is not certain, nor 0% of what may be."""
    rounded = min(max(round(100 * chance), 1 if chance > 0 else 0), 99 if chance < 1 else 100)
    return f"{rounded}%"


def times(chance: float) -> str:
    """0.9 as `9 van de 10`."""
    share = Fraction(chance).limit_denominator(100)
    return f"{share.numerator} van de {share.denominator}"
