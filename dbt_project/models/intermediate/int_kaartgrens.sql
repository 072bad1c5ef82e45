{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- Limits of the classes per map, level and period, from the areas that the map shows: quantiles count areas, the
-- deviations s (and s_2 of the second measure) are weighted by inhabitants where those are known.
with waarden as (
    select
        {{ kaart }}, is_geleverd, x, x_2, waarde_gemeten,
        count(inwoners) over (partition by {{ kaart }}) > 0 as is_gewogen,
        if(is_gewogen, inwoners, 1) as w
    from {{ ref('int_kaartwaarde') }}
    where status = 'waarde'
),

midden as (
    select
        {{ kaart }}, is_geleverd, is_gewogen,
        min(waarde_gemeten) < max(waarde_gemeten) as is_verschil_gemeten,
        sum(w * x) / sum(w) as m, sum(w * x_2) / sum(w) as m_2,
        list(x order by x) as reeks,
        list(-x_2 order by -x_2) as reeks_2 -- of nuisance a lower score is the less favourable one
    from waarden
    group by all
),

spreiding as (
    select
        {{ kaart }},
        sqrt(sum(w * (x - m) ^ 2) / sum(w)) as s_ruw, sqrt(sum(w * (x_2 - m_2) ^ 2) / sum(w)) as s_2_ruw,
        -- sums of equal numbers leave crumbs: a deviation no larger than those is none
        if(s_ruw > 1e-9 * max(abs(x)), s_ruw, 0) as s,
        if(s_2_ruw > 1e-9 * max(abs(x_2)), s_2_ruw, 0) as s_2
    from waarden
    inner join midden using ({{ kaart }})
    group by all
),

final as (
    select
        {{ kaart }}, m.is_geleverd, m.is_gewogen, m.is_verschil_gemeten,
        if(k.klassen in ('rond_nul', 'samenloop'), s.s, null) as s,
        if(k.klassen = 'samenloop', s.s_2, null) as s_2,
        case
            when m.is_geleverd then []
            when k.klassen = 'kwintiel' then {{ kwantielen('m.reeks', 5) }}
            when k.klassen = 'tercielen' then {{ kwantielen('m.reeks', 3) }}
            when k.klassen = 'rond_nul' then list_transform(k.grenzen, lambda grens: grens * s.s)
            else k.grenzen
        end as grenzen,
        if(k.klassen = 'tercielen', {{ kwantielen('m.reeks_2', 3) }}, []) as grenzen_2,
        if(m.is_geleverd, k.geleverde_labels, k.labels) as labels,
        if(m.is_geleverd, k.geleverde_kleuren, k.kleuren) as kleuren
    from midden as m
    inner join spreiding as s using ({{ kaart }})
    inner join {{ ref('int_kaart') }} as k using (kaart_id)
)

select * from final
