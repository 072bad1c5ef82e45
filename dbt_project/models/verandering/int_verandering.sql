{{ config(materialized = 'view') }}

-- Both ends of every period of every series beside each other, with what may be wrong with their difference. Tens of
-- millions of figures find their other end by one number, `cel`: area, indicator and year.
with gebieden as (
    select niveau, gebiedscode, indeling, row_number() over (order by niveau, gebiedscode, indeling) as nr
    from {{ ref('int_gebied') }}
),

nummers as (
    select indicator, row_number() over (order by indicator) as nr from {{ ref('stg_indicatoren') }}
),

indicatoren as (
    select i.indicator, n.nr * 10000 as nr, (d.nr - n.nr) * 10000 as naar_noemer
    from {{ ref('stg_indicatoren') }} as i
    inner join nummers as n on i.indicator = n.indicator
    left join nummers as d on i.noemer = d.indicator
),

-- kept as a view: held in memory for both ends it would not fit
reeks as not materialized (
    select
        r.niveau, r.gebiedscode, r.indeling, r.indicator, r.jaar, r.waarde, r.status, r.reden,
        g.nr * 1000000000 + i.nr + r.jaar as cel,
        i.naar_noemer,
        {{ methoderang('r.methode') }} as rang,
        r.dekking,
        coalesce(r.marge, 0) as marge,
        r.se_afronding,
        r.se_omklap
    from {{ ref('fct_reeks') }} as r
    inner join gebieden as g on r.niveau = g.niveau and r.gebiedscode = g.gebiedscode and r.indeling = g.indeling
    inner join indicatoren as i on r.indicator = i.indicator
),

bezwaren as (
    select cel, reden from reeks
    where status in ({{ onvergelijkbaar() }}) and reden is not null
),

kleine_noemers as (
    select cel from reeks
    where waarde < {{ var('noemer_klein') }} and indicator in (select noemer from {{ ref('stg_indicatoren') }})
),

einden as (
    select
        v.niveau,
        v.gebiedscode,
        v.indeling,
        v.indicator,
        p.jaar_van,
        p.jaar_tot,
        v.cel as cel_van,
        t.cel as cel_tot,
        v.naar_noemer,
        v.waarde as waarde_van,
        t.waarde as waarde_tot,
        t.waarde - v.waarde as verschil,
        p.relatief,
        p.richting,
        p.is_geschat,
        v.marge + t.marge as marge,
        sqrt(v.se_afronding ^ 2 + t.se_afronding ^ 2) as se_afronding,
        sqrt(v.se_omklap ^ 2 + t.se_omklap ^ 2) as se_omklap,
        -- of two methods the one that says least directly what was measured
        if(v.rang is null or t.rang is null, null, greatest(v.rang, t.rang)) as rang,
        least(v.dekking, t.dekking) as dekking
    from reeks as v
    inner join {{ ref('int_periode') }} as p
        on v.indicator = p.indicator and v.indeling = p.indeling and v.jaar = p.jaar_van
    inner join reeks as t on v.cel + (p.jaar_tot - p.jaar_van) = t.cel
),

final as (
    select
        e.* exclude (cel_van, cel_tot, naar_noemer),
        nv.cel is not null or nt.cel is not null as klein,
        case
            when bv.reden is not null then e.jaar_van || ': ' || bv.reden
            when bt.reden is not null then e.jaar_tot || ': ' || bt.reden
        end as reden
    from einden as e
    left join kleine_noemers as nv on e.cel_van + e.naar_noemer = nv.cel
    left join kleine_noemers as nt on e.cel_tot + e.naar_noemer = nt.cel
    left join bezwaren as bv on e.cel_van = bv.cel
    left join bezwaren as bt on e.cel_tot = bt.cel
)

select * from final
