{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- The class of every area with a value, and the objection when a map would show too little difference.
with geschaald as (
    select
        {{ kaart }}, w.gebiedscode, w.soort, w.klassen, w.klasse_geleverd, g.is_geleverd, g.grenzen, g.grenzen_2,
        g.is_verschil_gemeten,
        if(w.soort = 'samenloop', w.x / nullif(g.s, 0), w.x) as waarde,
        if(w.soort = 'samenloop', 0 - w.x_2 / nullif(g.s_2, 0), w.x_2) as waarde_2,
        coalesce(g.s = 0 or g.s_2 = 0, false) as is_gelijk
    from {{ ref('int_kaartwaarde') }} as w
    inner join {{ ref('int_kaartgrens') }} as g using ({{ kaart }})
    where w.status = 'waarde'
),

ingedeeld as (
    select
        {{ kaart }}, gebiedscode, waarde, waarde_2, is_gelijk, is_verschil_gemeten,
        case
            when is_geleverd then klasse_geleverd
            when is_gelijk then null
            when klassen = 'samenloop' then {{ samenloop('waarde', 'waarde_2', 'grenzen') }}
            when klassen = 'tercielen'
                then 3 * ({{ klasse('waarde', 'grenzen') }} - 1) + {{ klasse('-waarde_2', 'grenzen_2') }}
            else {{ klasse('waarde', 'grenzen') }}
        end::smallint as klasse
    from geschaald
),

gevuld as (
    select {{ kaart }}, count(distinct klasse) as gevuld from ingedeeld
    group by all
),

final as (
    select
        * exclude (is_gelijk, is_verschil_gemeten, gevuld),
        case
            when is_gelijk and is_verschil_gemeten then 'wat na aftrek van ruis overblijft is overal gelijk'
            when is_gelijk then 'alle gebieden hebben dezelfde waarde'
            when gevuld < {{ var('klassen_minimum') }}
                then 'gevulde klassen: ' || gevuld || '; nodig zijn er ' || {{ var('klassen_minimum') }}
        end as bezwaar
    from ingedeeld
    inner join gevuld using ({{ kaart }})
)

select * from final
