-- Dissimilarity, isolation, Gini and Theil's H of a group against all others over the buurten, at both ends of each map
-- period. Theil's H = between + within gemeenten. Tested against PySAL `segregation`. Summed in a fixed order: the last
-- digit must not depend on threads.
with einden as (
    {% for einde in ['van', 'tot'] -%}
        select
            l.niveau, l.gebiedscode, l.indeling, l.jaar_van, l.jaar_tot, g.groep, l.gemeentecode, l.buurtcode,
            '{{ einde }}' as einde,
            g.meetjaar_{{ einde }} as jaar,
            g.aantal_{{ einde }} as x,
            g.totaal_{{ einde }} as t
        from {{ ref('int_spreiding_gebied') }} as g
        inner join {{ ref('int_spreiding_lid') }} as l using (buurtcode, indeling, jaar_van, jaar_tot)
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

delen as (
    select
        *,
        sum(x) over eenheid as som_x,
        sum(t) over eenheid as som_t,
        sum(x) over oplopend as x_tot_hier,
        {{ entropie('x', 't') }} as onzekerheid,
        {{ entropie('sum(x) over gemeente', 'sum(t) over gemeente') }} as onzekerheid_gemeente
    from einden
    window
        oplopend as (
            partition by niveau, gebiedscode, indeling, jaar_van, jaar_tot, groep, einde
            order by x / t, buurtcode rows unbounded preceding
        ),
        eenheid as (
            partition by niveau, gebiedscode, indeling, jaar_van, jaar_tot, groep, einde
            order by buurtcode rows between unbounded preceding and unbounded following
        ),
        gemeente as (
            partition by niveau, gebiedscode, indeling, jaar_van, jaar_tot, groep, einde, gemeentecode
            order by buurtcode rows between unbounded preceding and unbounded following
        )
),

aandelen as (
    -- a: share of the group that lives here, b: share of all others
    select
        *,
        x / nullif(som_x, 0) as a,
        (t - x) / nullif(som_t - som_x, 0) as b,
        x_tot_hier / nullif(som_x, 0) as a_tot_hier
    from delen
),

maten as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, einde, jaar, groep,
        sum(abs(a - b) order by buurtcode) / 2 as d,
        sum(a * x / t order by buurtcode) as isolatie,
        1 - sum(b * (2 * a_tot_hier - a) order by buurtcode) as gini,
        {{ entropie('som_x', 'som_t') }} as geheel,
        1 - sum(t * onzekerheid order by buurtcode) / nullif(som_t * geheel, 0) as theil_h,
        if(
            niveau = 'gemeente', null,
            1 - sum(t * onzekerheid_gemeente order by buurtcode) / nullif(som_t * geheel, 0)
        ) as theil_h_tussen,
        theil_h - theil_h_tussen as theil_h_binnen,
        count(*) as n
    from aandelen
    group by niveau, gebiedscode, indeling, jaar_van, jaar_tot, einde, jaar, groep, som_x, som_t
),

final as (
    select m.* exclude (geheel, n), m.n::integer as n, d.dekking
    from maten as m
    inner join {{ ref('int_spreiding_dekking') }} as d
        using (niveau, gebiedscode, indeling, jaar_van, jaar_tot, groep)
)

select * from final
