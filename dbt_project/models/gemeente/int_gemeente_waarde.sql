{{ config(materialized='view', tags=['kaart']) }}
-- Each buurt with its value in every mean that is published; empty where it has none.
with gebied as (
    select * from {{ ref('int_gemeente_gebied') }}
),

maten as (
    select * from gebied as g
    inner join (
        select niveau, gebiedscode, indeling, jaar_van, jaar_tot, maat, waarde, verschil from {{ ref('int_maat') }}
    ) using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
),

veerkracht as (
    select * from gebied as g
    inner join (
        select niveau, gebiedscode, indeling, jaar_van, jaar_tot, if(status = 'waarde', waarde, null) as waarde
        from {{ ref('fct_kaart') }}
        where kaart_id = {{ eerste_kaart('veerkracht') }}
    ) using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
),

politie as (
    select * from gebied as g
    inner join (
        select niveau, gebiedscode, indeling, jaar_van, jaar_tot, waarde, verschil
        from {{ ref('int_aandacht_politie') }}
    ) using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
),

samen as (
    select *, 'gemiddelde' as onderwerp, maat as categorie, waarde as x from maten
    union all by name
    select *, 'gemiddelde' as onderwerp, maat || '|verschil' as categorie, verschil as x from maten
    union all by name
    select *, 'gemiddelde' as onderwerp, 'veerkracht' as categorie, waarde as x from veerkracht
    union all by name
    select *, 'beide_toegenomen' as onderwerp, 'verwacht' as categorie, p_beide as x from gebied
    union all by name
    select *, 'politie_overlast' as onderwerp, 'p_overlast' as categorie, waarde as x from politie
    union all by name
    select *, 'politie_overlast' as onderwerp, 'p_overlast|verschil' as categorie, verschil as x from politie
    {% for maat in ['kwetsbaarheid', 'onv'] %}{% for kolom, achter in [(maat, ''), ('verschil_' ~ maat, '|verschil')] %}
    union all by name
    select
        *, 'corporatiebuurt' as onderwerp, {{ kolom }} as x,
        if(corporatiebezit > {{ var('corporatiebuurt_vanaf') }}, 'corporatiebuurt', 'rest')
        || '|{{ maat ~ achter }}' as categorie
    from gebied
    where corporatiebezit is not null
    {% endfor %}{% endfor %}
),

final as (
    select indeling, gebiedscode, gemeentecode, jaar_van, jaar_tot, onderwerp, categorie, inwoners, x from samen
)

select * from final
