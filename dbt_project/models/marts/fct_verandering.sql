with reeks as (
    -- narrow: tens of millions of rows are joined to themselves
    select
        niveau, gebiedscode, indeling, indicator, jaar, waarde,
        case when status in ({{ onvergelijkbaar() }}) then reden end as bezwaar,
        {{ methoderang('methode') }} as rang,
        dekking,
        coalesce(marge, 0) as marge
    from {{ ref('fct_reeks') }}
),

einden as (
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
        v.marge + t.marge as marge,
        case
            when v.bezwaar is not null then p.jaar_van || ': ' || v.bezwaar
            when t.bezwaar is not null then p.jaar_tot || ': ' || t.bezwaar
        end as reden_onvergelijkbaar,
        -- of two methods the one that says least directly what was measured
        if(v.rang is null or t.rang is null, null, greatest(v.rang, t.rang)) as rang,
        least(v.dekking, t.dekking) as dekking
    from reeks as v
    inner join {{ ref('int_periode') }} as p
        on v.indicator = p.indicator and v.indeling = p.indeling and v.jaar = p.jaar_van
    inner join reeks as t
        on
            v.gebiedscode = t.gebiedscode
            and v.indeling = t.indeling
            and v.indicator = t.indicator
            and p.jaar_tot = t.jaar
),

final as (
    select
        niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, waarde_van, waarde_tot, verschil,
        -- of a percentage or a score only the difference itself means something
        case when relatief then verschil / nullif(waarde_van, 0) end as verschil_relatief,
        case
            when reden_onvergelijkbaar is not null then 'onvergelijkbaar'
            when verschil is null then 'onbekend'
            else {{ oordeel('verschil', 'marge', 'richting') }}
        end as oordeel,
        reden_onvergelijkbaar,
        {{ methode('rang') }} as methode,
        dekking
    from einden
)

select * from final
