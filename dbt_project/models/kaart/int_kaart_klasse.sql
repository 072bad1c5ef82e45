{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- The class of every area with a value: of a change that of its verdict, of a level that of the statistics or of its
-- publisher. The objection when a map of a level would show too little difference; that a whole map of change is grey
-- is what it has to say.
with ingedeeld as (
    select
        {{ kaart }}, w.gebiedscode, w.is_niveau,
        case
            when not w.is_niveau then w.klasse_oordeel
            when w.is_geleverd then w.klasse_geleverd
            else k.klasse
        end as klasse
    from {{ ref('int_kaart_waarde') }} as w
    left join {{ source('statistiek', 'klassen') }} as k using ({{ kaart }}, gebiedscode)
    where w.status = 'waarde'
),

gevuld as (
    select {{ kaart }}, count(distinct klasse) as gevuld from ingedeeld
    group by all
),

final as (
    select
        * exclude (is_niveau, gevuld),
        case
            when is_niveau and gevuld < {{ var('klassen_minimum') }}
                then zin({{ sjabloon('gevulde_klassen') }}, { gevuld: gevuld, nodig: {{ var('klassen_minimum') }} })
        end as bezwaar
    from ingedeeld
    inner join gevuld using ({{ kaart }})
)

select * from final
