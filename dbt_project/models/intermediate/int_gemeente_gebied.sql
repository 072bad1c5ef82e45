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

aantoonbaar as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot,
        bool_or(is_aantoonbaar) filter (where maat = 'kwetsbaarheid') as kwetsbaarheid_aantoonbaar,
        bool_or(is_aantoonbaar) filter (where maat = 'onv') as onv_aantoonbaar
    from {{ source('statistiek', 'krimp') }}
    group by all
),

final as (
    select
        g.niveau, g.gebiedscode, g.indeling, g.gemeentecode, g.jaar_van, g.jaar_tot,
        coalesce(g.inwoners, 0) as inwoners,
        m.corporatiebezit, m.kwetsbaarheid, m.onv, m.verschil_kwetsbaarheid, m.verschil_onv,
        -- nuisance rises where the score falls
        m.verschil_kwetsbaarheid > 0 as kwetsbaarheid_gestegen,
        m.verschil_onv < 0 as overlast_gestegen,
        case
            when a.kwetsbaarheid_aantoonbaar is not null
                then m.verschil_kwetsbaarheid > 0 and a.kwetsbaarheid_aantoonbaar
        end as kwetsbaarheid_aantoonbaar_gestegen,
        case
            when a.onv_aantoonbaar is not null then m.verschil_onv < 0 and a.onv_aantoonbaar
        end as overlast_aantoonbaar_gestegen
    from {{ ref('int_kaartgebied') }} as g
    left join maten as m using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    left join aantoonbaar as a using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where g.niveau = {{ grondniveau() }} and g.is_doel
)

select * from final
