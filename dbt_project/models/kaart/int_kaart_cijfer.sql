{{ config(tags=['kaart'], materialized='view') }}
{%- set gebied = 'niveau, gebiedscode, indeling, jaar_van, jaar_tot' %}
-- What is known per map and area: the measures it stands on, the verdict on their change, a delivered class.
with kaartgebied as (
    select
        k.kaart_id, k.soort, k.maat, k.maatsoort, k.is_niveau, k.is_landelijk,
        k.maten[1] as maat_1, k.maten[2] as maat_2,
        g.niveau, g.gebiedscode, g.indeling, g.gemeentecode, g.jaar_van, g.jaar_tot, g.inwoners
    from {{ ref('int_kaart') }} as k
    cross join {{ ref('int_kaart_gebied') }} as g
),

eerste as (
    select {{ gebied }}, maatsoort, maat as maat_1, indicator, meetjaar_tot, gemeten, status, reden
    from {{ ref('int_kaart_meting') }}
),

tweede as (
    select
        {{ gebied }}, maatsoort, maat as maat_2,
        gemeten as gemeten_2, status as status_2, reden as reden_2
    from {{ ref('int_kaart_meting') }}
),

final as (
    select
        k.*,
        e.indicator, e.meetjaar_tot,
        if(k.is_niveau, e.gemeten, o.gekrompen) as x,
        if(k.is_niveau, t.gemeten_2, o.gekrompen_2) as x_2,
        if(starts_with(k.soort, 'veerkracht'), o.verschil, e.gemeten) as waarde_gemeten,
        o.laag, o.hoog, o.kans, o.delta, o.delta_2,
        o.klasse as klasse_oordeel,
        coalesce(e.status, 'geen gegevens') as status_1,
        coalesce(e.reden, 'geen bron levert dit cijfer') as reden_1,
        if(k.maat_2 is null, 'waarde', coalesce(t.status_2, 'geen gegevens')) as status_2,
        coalesce(t.reden_2, 'geen bron levert dit cijfer') as reden_2,
        coalesce(o.reden, 'over deze verandering is geen oordeel berekend') as reden_oordeel,
        g.klasse as klasse_geleverd
    from kaartgebied as k
    left join eerste as e using ({{ gebied }}, maatsoort, maat_1)
    left join tweede as t using ({{ gebied }}, maatsoort, maat_2)
    left join {{ ref('int_kaart_oordeel') }} as o using ({{ gebied }}, kaart_id)
    left join {{ ref('int_kaart_geleverd') }} as g using ({{ gebied }}, kaart_id)
)

select * from final
