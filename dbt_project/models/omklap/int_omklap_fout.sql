-- Variance that one piece of a cut area brings into a converted figure, per level, older vintage, way of weighing and
-- indicator (method §4.2): from the jumps at the redraw, or by a rule of thumb where too few areas tell it.
with omgeklapt as (
    select s.niveau, s.van_niveau, s.van_indeling, s.methode, o.indicator, o.soort, median(abs(o.waarde)) as mediaan
    from {{ ref('int_reeks_omgeklapt') }} as o
    inner join {{ ref('int_omklap_snede') }} as s using (niveau, van_niveau, gebiedscode, van_indeling)
    where o.waarde is not null and o.soort != 'index'
    group by s.niveau, s.van_niveau, s.van_indeling, s.methode, o.indicator, o.soort
),

-- areas that this vintage cuts, by what they did when the last redraw that was weighed in the same way came in
gesprongen as (
    select
        s.niveau, s.van_niveau, s.van_indeling, s.methode, p.indicator, count(*)::integer as gebieden,
        {{ vaste_som('p.overschot') }} / sum(p.sneden) as variantie
    from {{ ref('int_omklap_sprong') }} as p
    inner join {{ ref('int_omklap_snede') }} as s using (niveau, gebiedscode, methode)
    group by s.niveau, s.van_niveau, s.van_indeling, s.methode, p.indicator
),

nieuwste as (
    select
        c.niveau, c.indicator, c.waarde,
        -- a gemeente lies in no gemeente: there the spread over the country counts
        if(c.niveau = 'gemeente', '', {{ gemeentesleutel('c.niveau', 'c.gebiedscode') }}) as gemeente
    from {{ ref('int_omklap_cijfer') }} as c
    qualify c.jaar = max(c.jaar) over (partition by c.niveau, c.indicator)
),

afstand as (
    select
        niveau, indicator,
        (waarde - {{ vaste_som('waarde', 'binnen') }} / count(*) over binnen) ^ 2 as kwadraat
    from nieuwste
    window binnen as (partition by niveau, indicator, gemeente)
    qualify count(*) over binnen > 1
),

-- one area far out is no spread
spreiding as (
    select niveau, indicator, {{ vaste_som('least(kwadraat, 9 * midden)') }} / count(*) as variantie
    from (select *, median(kwadraat) over (partition by niveau, indicator) as midden from afstand) as a
    group by niveau, indicator
),

samen as (
    select
        o.niveau, o.van_niveau, o.van_indeling, o.methode, o.indicator,
        coalesce(g.gebieden, 0) as gebieden,
        coalesce(g.gebieden, 0) >= {{ var('conversie_gebieden_minimum') }} as is_gemeten,
        greatest(g.variantie, 0) as sprong,
        if(
            -- where half of the counts are 0 the rule says nothing
            o.soort = 'aantal', ({{ var('conversie_mediaan') }} * nullif(o.mediaan, 0)) ^ 2,
            {{ var('conversie_spreiding') }} * s.variantie
        ) as vuistregel,
        o.soort = 'aantal' as is_aantal
    from omgeklapt as o
    left join gesprongen as g using (niveau, van_niveau, van_indeling, methode, indicator)
    left join spreiding as s using (niveau, indicator)
),

final as (
    select
        niveau, van_niveau, van_indeling, methode, indicator, gebieden,
        case
            when not is_gemeten then vuistregel
            when is_aantal then sprong
            else greatest(sprong, vuistregel)
        end as psi,
        case
            when is_gemeten and (is_aantal or sprong >= coalesce(vuistregel, 0)) then 'sprong bij de herindeling'
            when is_gemeten then 'spreiding binnen gemeenten, groter dan de sprong'
            when vuistregel is null then 'niet te bepalen'
            when is_aantal then 'mediaan, want te weinig doorsneden gebieden'
            else 'spreiding binnen gemeenten, want te weinig doorsneden gebieden'
        end as rust_op
    from samen
)

select * from final
