{{ config(materialized = 'view') }}

-- Both ends of every period of every series beside each other, with what may be wrong with their difference.
with kleine_noemers as (
    select cel from {{ ref('int_verandering_voorbehoud') }}
    where is_klein
),

bezwaren as (
    select cel, reden from {{ ref('int_verandering_voorbehoud') }}
    where reden is not null
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
        case when v.waarde is null then p.jaar_van when t.waarde is null then p.jaar_tot end as jaar_leeg,
        if(v.waarde is null, v.status, t.status) = 'geheim' as is_geheim,
        p.relatief,
        p.richting,
        v.is_geschat,
        v.marge + t.marge as marge,
        sqrt({{ kwadraat('v.se_afronding') }} + {{ kwadraat('t.se_afronding') }}) as se_afronding,
        sqrt({{ kwadraat('v.se_omklap') }} + {{ kwadraat('t.se_omklap') }}) as se_omklap,
        -- of two methods the one that says least directly what was measured
        if(v.rang is null or t.rang is null, null, greatest(v.rang, t.rang)) as rang,
        least(v.dekking, t.dekking) as dekking
    from {{ ref('int_verandering_cel') }} as v
    inner join {{ ref('int_periode') }} as p
        on v.indicator = p.indicator and v.indeling = p.indeling and v.jaar = p.jaar_van
    inner join {{ ref('int_verandering_cel') }} as t
        -- both are of one indicator: who asks for estimates alone then reads no other figures at either end
        on v.cel + (p.jaar_tot - p.jaar_van) = t.cel and v.is_geschat = t.is_geschat
),

final as (
    select
        e.* exclude (cel_van, cel_tot, naar_noemer),
        nv.cel is not null or nt.cel is not null as klein,
        coalesce(bv.reden, bt.reden) as reden
    from einden as e
    left join kleine_noemers as nv on e.cel_van + e.naar_noemer = nv.cel
    left join kleine_noemers as nt on e.cel_tot + e.naar_noemer = nt.cel
    left join bezwaren as bv on e.cel_van = bv.cel
    left join bezwaren as bt on e.cel_tot = bt.cel
)

select * from final
