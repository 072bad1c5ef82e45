{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- Limits of the classes per map, level and period, from the areas that the map shows (quantiles count areas); of a map
-- of change how large a change must be to count.
with getoond as (
    select
        {{ kaart }}, is_geleverd,
        max(delta) as drempel, max(delta_2) as drempel_2,
        list(x order by x) as reeks,
        list(-x_2 order by -x_2) as reeks_2 -- of nuisance a lower score is the less favourable one
    from {{ ref('int_kaartwaarde') }}
    where status = 'waarde'
    group by all
),

final as (
    select
        {{ kaart }}, g.is_geleverd, g.drempel, g.drempel_2,
        case
            when g.is_geleverd then []
            when k.klassen = 'kwintiel' then {{ kwantielen('g.reeks', 5) }}
            when k.klassen = 'tercielen' then {{ kwantielen('g.reeks', 3) }}
            when k.klassen = 'meetbaar' then list_sort(list_append(k.grenzen, 0))
            else k.grenzen
        end as grenzen,
        if(k.klassen = 'tercielen', {{ kwantielen('g.reeks_2', 3) }}, []) as grenzen_2,
        if(g.is_geleverd, k.geleverde_labels, k.labels) as labels,
        if(g.is_geleverd, k.geleverde_kleuren, k.kleuren) as kleuren
    from getoond as g
    inner join {{ ref('int_kaart') }} as k using (kaart_id)
)

select * from final
