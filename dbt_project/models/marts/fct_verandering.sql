with reeks as (
    select niveau, gebiedscode, indeling, indicator, jaar, waarde, status, reden, methode, dekking, marge
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
        coalesce(v.marge, 0) + coalesce(t.marge, 0) as marge,
        case
            when v.status in ({{ onvergelijkbaar() }}) then p.jaar_van || ': ' || v.reden
            when t.status in ({{ onvergelijkbaar() }}) then p.jaar_tot || ': ' || t.reden
        end as reden_onvergelijkbaar,
        {{ minst_direct('v.methode', 't.methode') }} as methode,
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
),

final as (
    select
        niveau,
        gebiedscode,
        indeling,
        indicator,
        jaar_van,
        jaar_tot,
        waarde_van,
        waarde_tot,
        verschil,
        -- of a percentage or a score only the difference itself means something
        case when relatief then verschil / nullif(waarde_van, 0) end as verschil_relatief,
        case
            when reden_onvergelijkbaar is not null then 'onvergelijkbaar'
            when verschil is null then 'onbekend'
            else {{ oordeel('verschil', 'marge', 'richting') }}
        end as oordeel,
        reden_onvergelijkbaar,
        methode,
        dekking
    from einden
)

select * from final
