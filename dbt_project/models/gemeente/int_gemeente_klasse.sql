{{ config(materialized='view', tags=['kaart']) }}
-- Each buurt in one category of every division: concurrence, classes of maps, corporatiebuurten. `groep` is what is
-- divided: its categories, with those without value, hold every inhabitant once.
with gebied as (
    select * from {{ ref('int_gemeente_gebied') }}
),

ingedeeld as (
    select
        *, 'samenloop' as onderwerp, 'samenloop' as groep, coalesce(samenloop, 'zonder waarde') as categorie
    from gebied
    union all by name
    select
        *, 'corporatiebuurt' as onderwerp, 'corporatiebuurt' as groep,
        case
            when corporatiebezit > {{ var('corporatiebuurt_vanaf') }} then 'corporatiebuurt'
            when corporatiebezit is not null then 'rest'
            else 'zonder waarde'
        end as categorie
    from gebied
    union all by name
    select
        g.*, 'kaartklasse' as onderwerp, k.kaart_id as groep,
        k.kaart_id || ':' || coalesce(k.klasse::varchar, k.status) as categorie,
        k.klasse is not null as heeft_waarde
    from gebied as g
    inner join {{ ref('fct_kaart') }} as k using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
),

final as (
    select
        indeling, gebiedscode, gemeentecode, jaar_van, jaar_tot, onderwerp, groep, categorie, inwoners,
        coalesce(heeft_waarde, categorie != 'zonder waarde') as heeft_waarde
    from ingedeeld
)

select * from final
