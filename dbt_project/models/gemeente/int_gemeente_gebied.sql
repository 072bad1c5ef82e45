{{ config(tags=['kaart']) }}
-- Buurten of the target with what the totals divide them by: side by side, one row per buurt and period.
with maten as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot,
        any_value(waarde) filter (where maat = 'p_wcorpw') as corporatiebezit,
        any_value(waarde) filter (where maat = 'kwetsbaarheid') as kwetsbaarheid,
        any_value(waarde) filter (where maat = 'onv') as onv,
        any_value(verschil) filter (where maat = 'kwetsbaarheid') as verschil_kwetsbaarheid,
        any_value(verschil) filter (where maat = 'onv') as verschil_onv
    from {{ ref('int_maat') }}
    group by all
),

samenloop as (
    -- the chance that both rose counts where the map says something of the area, also that it cannot be told
    select k.niveau, k.gebiedscode, k.indeling, k.jaar_van, k.jaar_tot, k.label, v.p_beide
    from {{ ref('fct_kaart') }} as k
    inner join {{ source('statistiek', 'verandering') }} as v
        on
            k.niveau = v.niveau and k.gebiedscode = v.gebiedscode and k.indeling = v.indeling
            and k.jaar_van = v.jaar_van and k.jaar_tot = v.jaar_tot and v.maat = 'samenloop'
    where k.kaart_id = {{ eerste_kaart('samenloop') }} and k.klasse is not null
),

final as (
    select
        g.niveau, g.gebiedscode, g.indeling, g.gemeentecode, g.jaar_van, g.jaar_tot,
        coalesce(g.inwoners, 0) as inwoners,
        m.corporatiebezit, m.kwetsbaarheid, m.onv, m.verschil_kwetsbaarheid, m.verschil_onv,
        s.label as samenloop, s.p_beide
    from {{ ref('int_kaart_gebied') }} as g
    left join maten as m using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    left join samenloop as s using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where g.niveau = {{ grondniveau() }} and g.is_doel
)

select * from final
