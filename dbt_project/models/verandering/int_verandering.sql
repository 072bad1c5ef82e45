{{ config(materialized = 'view') }}

-- Both ends of every period of every series beside each other, with what may be wrong with their difference.
with kleine_noemer as (
    select r.niveau, r.gebiedscode, r.indeling, r.jaar, i.indicator
    from {{ ref('fct_reeks') }} as r
    inner join {{ ref('stg_indicatoren') }} as i on r.indicator = i.noemer
    where r.waarde < {{ var('noemer_klein') }}
),

reeks as (
    -- narrow: tens of millions of rows are joined to themselves
    select
        r.niveau, r.gebiedscode, r.indeling, r.indicator, r.jaar, r.waarde,
        case when r.status in ({{ onvergelijkbaar() }}) then r.reden end as bezwaar,
        {{ methoderang('r.methode') }} as rang,
        r.dekking,
        coalesce(r.marge, 0) as marge,
        r.se_afronding,
        r.se_omklap,
        k.indicator is not null as klein
    from {{ ref('fct_reeks') }} as r
    left join kleine_noemer as k
        on
            r.niveau = k.niveau and r.gebiedscode = k.gebiedscode and r.indeling = k.indeling and r.jaar = k.jaar
            and r.indicator = k.indicator
),

final as (
    select
        v.niveau,
        v.gebiedscode,
        v.indeling,
        v.indicator,
        p.jaar_van,
        p.jaar_tot,
        v.waarde as waarde_van,
        t.waarde as waarde_tot,
        t.waarde - v.waarde as verschil,
        p.relatief,
        p.richting,
        p.is_geschat,
        v.marge + t.marge as marge,
        sqrt(v.se_afronding ^ 2 + t.se_afronding ^ 2) as se_afronding,
        sqrt(v.se_omklap ^ 2 + t.se_omklap ^ 2) as se_omklap,
        v.klein or t.klein as klein,
        case
            when v.bezwaar is not null then p.jaar_van || ': ' || v.bezwaar
            when t.bezwaar is not null then p.jaar_tot || ': ' || t.bezwaar
        end as reden,
        -- of two methods the one that says least directly what was measured
        if(v.rang is null or t.rang is null, null, greatest(v.rang, t.rang)) as rang,
        least(v.dekking, t.dekking) as dekking
    from reeks as v
    inner join {{ ref('int_periode') }} as p
        on v.indicator = p.indicator and v.indeling = p.indeling and v.jaar = p.jaar_van
    inner join reeks as t
        on
            v.niveau = t.niveau
            and v.gebiedscode = t.gebiedscode
            and v.indeling = t.indeling
            and v.indicator = t.indicator
            and p.jaar_tot = t.jaar
)

select * from final
