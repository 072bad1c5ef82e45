{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- Limits of the classes per map, level and period, from the areas that the map shows: quantiles count areas, the
-- deviations s (and s_2 of the second measure) are weighted by inhabitants.
with waarden as (
    select {{ kaart }}, is_geleverd, inwoners as w, x, x_2 from {{ ref('int_kaartwaarde') }}
    where status = 'waarde'
),

midden as (
    select
        {{ kaart }}, is_geleverd,
        sum(w * x) / sum(w) as m, sum(w * x_2) / sum(w) as m_2,
        list(x order by x) as reeks,
        -- of nuisance a lower score is the less favourable one
        list(-x_2 order by -x_2) as reeks_2
    from waarden
    group by all
),

spreiding as (
    select
        {{ kaart }},
        sqrt(sum(w * (x - m) ^ 2) / sum(w)) as s, max(abs(x)) as uiterste,
        sqrt(sum(w * (x_2 - m_2) ^ 2) / sum(w)) as s_2, max(abs(x_2)) as uiterste_2
    from waarden
    inner join midden using ({{ kaart }})
    group by all
),

geschaald as (
    select
        * exclude (s, uiterste, s_2, uiterste_2),
        -- sums of equal numbers leave crumbs: a deviation no larger than those is none
        if(s > 1e-9 * uiterste, s, 0) as s,
        if(s_2 > 1e-9 * uiterste_2, s_2, 0) as s_2
    from spreiding
    inner join midden using ({{ kaart }})
),

final as (
    select
        {{ kaart }}, g.is_geleverd,
        if(k.klassen in ('rond_nul', 'samenloop'), g.s, null) as s,
        if(k.klassen = 'samenloop', g.s_2, null) as s_2,
        case
            when g.is_geleverd then []
            when k.klassen = 'kwintiel' then {{ kwantielen('g.reeks', 5) }}
            when k.klassen = 'tercielen' then {{ kwantielen('g.reeks', 3) }}
            when k.klassen = 'rond_nul' then list_transform(k.grenzen, lambda grens: grens * g.s)
            else k.grenzen
        end as grenzen,
        if(k.klassen = 'tercielen', {{ kwantielen('g.reeks_2', 3) }}, []) as grenzen_2,
        if(g.is_geleverd, k.geleverde_labels, k.labels) as labels,
        if(g.is_geleverd, k.geleverde_kleuren, k.kleuren) as kleuren
    from geschaald as g
    inner join {{ ref('int_kaart') }} as k using (kaart_id)
)

select * from final
