{{ config(tags=['kaart'], materialized='view') }}
{%- set gebied = 'niveau, gebiedscode, indeling, jaar_van, jaar_tot' %}
-- What is known per map and area: the measures it stands on, the model of resilience, a delivered class.
with kaartgebied as (
    select
        k.kaart_id, k.soort, k.klassen, k.maat, k.maatsoort, k.is_landelijk,
        k.maten[1] as maat_1, k.maten[2] as maat_2,
        g.niveau, g.gebiedscode, g.indeling, g.gemeentecode, g.jaar_van, g.jaar_tot, g.inwoners
    from {{ ref('int_kaart') }} as k
    cross join {{ ref('int_kaartgebied') }} as g
),

eerste as (
    select {{ gebied }}, maatsoort, maat as maat_1, indicator, meetjaar_tot, gemeten, getekend, status, reden
    from {{ ref('int_kaartmeting') }}
),

tweede as (
    select
        {{ gebied }}, maatsoort, maat as maat_2,
        getekend as getekend_2, status as status_2, reden as reden_2
    from {{ ref('int_kaartmeting') }}
),

model as (
    select {{ gebied }}, 'veerkracht' as soort, residu, landelijk as waarde, reden_landelijk as reden
    from {{ source('statistiek', 'veerkracht') }}
    union all
    select {{ gebied }}, 'veerkracht_relatief' as soort, residu, relatief as waarde, reden_relatief as reden
    from {{ source('statistiek', 'veerkracht') }}
),

final as (
    select
        k.*,
        e.indicator, e.meetjaar_tot,
        starts_with(k.soort, 'veerkracht') as is_model,
        -- fixed limits of a change stand for its rounding: they judge what was measured, not what noise leaves of it
        case when is_model then m.waarde when k.klassen = 'vast' then e.gemeten else e.getekend end as x,
        t.getekend_2 as x_2,
        if(is_model, m.residu, e.gemeten) as waarde_gemeten,
        coalesce(e.status, 'geen gegevens') as status_1,
        coalesce(e.reden, 'geen bron levert dit cijfer') as reden_1,
        if(k.maat_2 is null, 'waarde', coalesce(t.status_2, 'geen gegevens')) as status_2,
        coalesce(t.reden_2, 'geen bron levert dit cijfer') as reden_2,
        coalesce(m.reden, 'het model geeft hier geen waarde') as reden_model,
        g.klasse as klasse_geleverd
    from kaartgebied as k
    left join eerste as e using ({{ gebied }}, maatsoort, maat_1)
    left join tweede as t using ({{ gebied }}, maatsoort, maat_2)
    left join model as m using ({{ gebied }}, soort)
    left join {{ ref('int_kaartgeleverd') }} as g using ({{ gebied }}, kaart_id)
)

select * from final
