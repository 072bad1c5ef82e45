"""What must hold of every build, whatever was delivered: no figure is lost without a row that says why.

Told once more than the models tell it, from the deliveries and the weights between vintages: the chain below
`fct_reeks` is not read. Each check is a query of what breaks the rule.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

Query = Callable[[str], list[tuple]]

# For every area of another vintage the areas of the target that it went to, by the weights of buurten; larger areas by
# the buurten in them, as what became of them, or by their own weights.
_PLACES = """
    create or replace temp table doelen as
    with doel as (select doel_indeling from stg_bouw),
    gewogen as (
        select 'buurt' as niveau, van_indeling, van_code, naar_code from gebieden_gewichten
        where naar_indeling = (from doel)
    ),
    ouders as ({ouders}),
    samen as (
        from gewogen union all from ouders
        union all
        select niveau, van_indeling, van_code, naar_code from gebieden_wijzigingen
        where naar_indeling = (from doel) and van_code is not null and naar_code is not null
            and klasse in ('ongewijzigd', 'hernummerd') and niveau != 'buurt'
        union all
        select g.niveau, g.van_indeling, g.van_code, g.naar_code
        from gebieden_gewichten as g
        left join gebieden_wijzigingen as w
            on g.niveau = w.niveau and g.van_indeling = w.van_indeling and g.naar_indeling = w.naar_indeling
                and g.naar_code = w.naar_code and w.klasse in ('ongewijzigd', 'hernummerd')
        -- a piece of an area is nothing to one that stayed as it was
        where g.naar_indeling = (from doel) and g.niveau in ('wijk', 'gemeente')
            and (g.gewicht > 1 - 1e-9 or w.naar_code is null)
    )
    select distinct s.niveau, s.van_indeling as indeling, s.van_code as gebiedscode, s.naar_code as doelcode
    from samen as s
    semi join (from gebieden_lijst where indeling = (from doel) and water = 'land') as n
        on s.niveau = n.niveau and s.naar_code = n.gebiedscode
    anti join (from gebieden_lijst where water != 'land') as v
        on s.niveau = v.niveau and s.van_indeling = v.indeling and s.van_code = v.gebiedscode
"""
_PARENT = """
        select '{ouder}' as niveau, w.van_indeling, v.{ouder}code as van_code, n.{ouder}code as naar_code
        from gewogen as w
        inner join gebieden_lijst as v
            on v.niveau = 'buurt' and w.van_indeling = v.indeling and w.van_code = v.gebiedscode and v.water = 'land'
        inner join gebieden_lijst as n
            on n.niveau = 'buurt' and n.indeling = (from doel) and w.naar_code = n.gebiedscode
        where v.{ouder}code is not null and n.{ouder}code is not null
"""
# Figures that the choice between releases left.
_CHOSEN = """
    create or replace temp table gekozen as
    select w.*, r.toegang, r.reeks, i.soort
    from fct_waarneming as w
    inner join stg_releases as r on w.bron = r.bron and w.release = r.release
    inner join stg_indicatoren as i on w.indicator = i.indicator
    anti join (from int_weggevallen where oorzaak = 'andere_release') as v
        on w.bron = v.bron and w.release = v.release and w.jaar = v.jaar and w.niveau = v.niveau
            and w.gebiedscode = v.gebiedscode and w.indicator = v.indicator
"""

RULES = {
    "a mapped column is a figure as delivered": """
        select w.bron, w.release, w.jaar, w.niveau, w.gebiedscode, w.kolom
        from levering_waarnemingen as w
        inner join stg_kolomkoppeling as k
            on w.bron = k.bron and w.release = k.release and w.jaar = k.jaar and w.kolom = k.kolom
        anti join fct_waarneming as f
            on w.bron = f.bron and w.release = f.release and w.jaar = f.jaar and w.niveau = f.niveau
                and w.gebiedscode = f.gebiedscode and k.indicator = f.indicator
        where k.uitkomst = 'gekoppeld' and w.niveau in ('buurt', 'wijk', 'gemeente', 'land')
    """,
    "a column without a meaning is named": """
        select distinct w.bron, w.release, w.jaar, w.kolom
        from levering_waarnemingen as w
        anti join stg_kolomkoppeling as k
            on w.bron = k.bron and w.release = k.release and w.jaar = k.jaar and w.kolom = k.kolom
                and k.uitkomst = 'gekoppeld'
        anti join fct_kwaliteit as f
            on w.bron = f.bron and w.release = f.release and w.kolom = f.onderwerp and f.controle like 'kolom_%'
    """,
    "of one cell one release is chosen": """
        select jaar, niveau, gebiedscode, indeling, indicator, list(release) from gekozen
        group by all having count(*) > 1
    """,
    "a figure that gives way says to which release, and that one was chosen there": """
        select v.bron, v.release, v.jaar, v.niveau, v.indicator, v.door_bron, v.door_release, v.reden
        from fct_weggevallen as v
        left join (select distinct bron, release, niveau, indicator from gekozen) as g
            on v.door_bron = g.bron and v.door_release = g.release and v.niveau = g.niveau and v.indicator = g.indicator
        where v.reden is null or (v.oorzaak = 'andere_release' and g.release is null)
    """,
    "every chosen figure has arrived on the target or is told": """
        with doel as (select doel_indeling from stg_bouw),
        plaatsen as (
            select g.bron, g.release, g.jaar, g.niveau, g.indeling, g.gebiedscode, g.indicator, d.doelcode
            from gekozen as g
            left join doelen as d
                on g.niveau = d.niveau and g.indeling = d.indeling and g.gebiedscode = d.gebiedscode
            where g.indeling != (from doel) and g.niveau != 'land'
            union all
            select bron, release, jaar, niveau, indeling, gebiedscode, indicator, gebiedscode
            from gekozen
            where indeling = (from doel) or niveau = 'land'
        ),
        zonder as (
            select p.* from plaatsen as p
            anti join fct_reeks as r
                on p.niveau = r.niveau and p.doelcode = r.gebiedscode and r.indeling = (from doel)
                    and p.jaar = r.jaar and p.indicator = r.indicator
        )
        select z.* from zonder as z
        anti join int_weggevallen as v
            on z.bron = v.bron and z.release = v.release and z.jaar = v.jaar and z.niveau = v.niveau
                and z.gebiedscode = v.gebiedscode and z.indicator = v.indicator
    """,
    "where figures found no place, the areas of that gemeente have a row": """
        select w.bron, w.release, w.jaar, w.niveau, w.indeling, w.indicator, l.gebiedscode
        from (
            select distinct bron, release, jaar, niveau, indeling, indicator, substr(gebiedscode, 3, 4) as gemeente
            from int_weggevallen where oorzaak in ('geen_grenzen', 'geen_omtrek', 'geen_opvolger')
        ) as w
        inner join gebieden_lijst as l
            on w.niveau = l.niveau and w.gemeente = substr(l.gebiedscode, 3, 4) and l.water = 'land'
                and l.indeling = (select doel_indeling from stg_bouw)
        anti join fct_reeks as r
            on l.niveau = r.niveau and l.gebiedscode = r.gebiedscode and l.indeling = r.indeling
                and w.jaar = r.jaar and w.indicator = r.indicator
    """,
    "a row is a value or says why it is none": """
        select niveau, gebiedscode, indeling, jaar, indicator, waarde, status, reden from fct_reeks
        where (waarde is null) = (status = 'waarde') or not isfinite(coalesce(waarde, 0))
            or (reden is null and status in ('onvergelijkbaar', 'geen_grenzen', 'onvoldoende_dekking'))
    """,
    "counts are conserved but for what is told": """
        with doel as (select doel_indeling from stg_bouw),
        geleverd as (
            select jaar, indicator, sum(waarde) as som from gekozen
            where soort = 'aantal' and niveau = 'buurt' and toegang = 'open' group by all
        ),
        reeks as (
            select jaar, indicator, sum(som_bekend) as som from fct_reeks
            where niveau = 'buurt' and indeling = (from doel) group by all
        ),
        verteld as (
            select jaar, indicator, sum(som) as som from fct_weggevallen
            where niveau = 'buurt' and oorzaak != 'andere_release' group by all
        )
        select g.jaar, g.indicator, g.som, r.som as reeks, v.som as verteld
        from geleverd as g
        left join reeks as r using (jaar, indicator)
        left join verteld as v using (jaar, indicator)
        where abs(coalesce(g.som, 0) - coalesce(r.som, 0) - coalesce(v.som, 0)) > 1e-6 * greatest(1, abs(g.som))
    """,
    "wijken and gemeenten that came together whole are the sum of their figures": """
        with doel as (select doel_indeling from stg_bouw),
        delen as (
            select w.niveau, w.van_indeling, w.naar_code, w.van_code, w.gewicht, w.deel_naar
            from gebieden_gewichten as w
            semi join (from gebieden_lijst where water = 'land') as v
                on w.niveau = v.niveau and w.van_indeling = v.indeling and w.van_code = v.gebiedscode
            where w.niveau in ('wijk', 'gemeente') and w.naar_indeling = (from doel) and w.van_indeling != (from doel)
        ),
        heel as (
            select niveau, van_indeling, naar_code, count(*) as delen, sum(deel_naar) as bedekt from delen
            group by all having min(gewicht) > 1 - 1e-9
        ),
        geleverd as (
            select g.niveau, g.indeling, g.jaar, g.indicator, h.naar_code, h.bedekt, sum(g.waarde) as som
            from gekozen as g
            inner join delen as d
                on g.niveau = d.niveau and g.indeling = d.van_indeling and g.gebiedscode = d.van_code
            inner join heel as h
                on d.niveau = h.niveau and d.van_indeling = h.van_indeling and d.naar_code = h.naar_code
            where g.soort = 'aantal' and g.toegang = 'open'
            group by g.niveau, g.indeling, g.jaar, g.indicator, h.naar_code, h.bedekt, h.delen
            having count(g.waarde) = h.delen
        )
        select g.*, r.waarde, r.methode
        from geleverd as g
        inner join fct_reeks as r
            on g.niveau = r.niveau and g.naar_code = r.gebiedscode and g.jaar = r.jaar and g.indicator = r.indicator
                and r.indeling = (from doel)
        -- of cells that more than one vintage serves one is chosen
        where g.jaar || g.niveau || g.indicator not in (
                select jaar || niveau || indicator from gekozen group by all having count(distinct indeling) > 1
            )
            and (abs(r.waarde - g.som) > 1e-6 * greatest(1, abs(g.som)) or (r.waarde is null and g.bedekt > 0.999))
    """,
    "what is told adds up to what is left out": """
        select a.*, b.n, b.cijfers from (
            select bron, release, jaar, niveau, indeling, indicator, oorzaak,
                count(distinct gebiedscode) as n, count(distinct gebiedscode) filter (where waarde is not null) as c
            from int_weggevallen group by all
        ) as a
        full join (
            select bron, release, jaar, niveau, indeling, indicator, oorzaak,
                sum(gebieden) as n, sum(cijfers) as cijfers
            from fct_weggevallen group by all
        ) as b using (bron, release, jaar, niveau, indeling, indicator, oorzaak)
        where a.n is distinct from b.n or a.c is distinct from b.cijfers
    """,
    "what is told to have no place has none, and who gives way does so to figures of its gemeente": """
        select w.bron, w.release, w.jaar, w.niveau, w.indeling, w.gebiedscode, w.indicator, w.oorzaak
        from int_weggevallen as w
        semi join doelen as d on w.niveau = d.niveau and w.indeling = d.indeling and w.gebiedscode = d.gebiedscode
        where w.oorzaak in ('geen_grenzen', 'geen_omtrek', 'water', 'geen_opvolger')
        union all
        select w.bron, w.release, w.jaar, w.niveau, w.indeling, w.gebiedscode, w.indicator, w.oorzaak
        from int_weggevallen as w
        anti join gekozen as g
            on w.door_bron = g.bron and w.door_release = g.release and w.niveau = g.niveau
                and w.indicator = g.indicator and (w.hele_reeks or w.jaar = g.jaar)
        where w.oorzaak = 'andere_release'
    """,
}


@dataclass(frozen=True)
class Broken:
    """A rule that does not hold: of how many rows, and the first of them."""

    rule: str
    rows: int
    example: tuple


def broken(query: Query) -> Iterator[Broken]:
    """The rules that do not hold of a build. `query` runs SQL in which tables of the build have the names of models,
    sources those of room and table (`gebieden_lijst`)."""
    query(_PLACES.format(ouders=" union all ".join(_PARENT.format(ouder=ouder) for ouder in ("wijk", "gemeente"))))
    query(_CHOSEN)
    for rule, sql in RULES.items():
        if found := query(sql):
            yield Broken(rule, len(found), found[0])
