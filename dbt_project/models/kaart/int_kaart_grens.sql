{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- Whose classes a map has per level and period, the publisher's or ours; of a map of change how large a change must be
-- to count. Limits of classes are made by the statistics.
with getoond as (
    select
        {{ kaart }}, is_geleverd,
        max(delta) as drempel, max(delta_2) as drempel_2
    from {{ ref('int_kaart_waarde') }}
    where status = 'waarde'
    group by all
),

final as (
    select
        {{ kaart }}, g.is_geleverd, g.drempel, g.drempel_2,
        if(g.is_geleverd, k.geleverde_labels, k.labels) as labels,
        if(g.is_geleverd, k.geleverde_kleuren, k.kleuren) as kleuren
    from getoond as g
    inner join {{ ref('int_kaart') }} as k using (kaart_id)
)

select * from final
