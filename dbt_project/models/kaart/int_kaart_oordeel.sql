{{ config(tags=['kaart']) }}
{%- set gebied = 'niveau, gebiedscode, indeling, jaar_van, jaar_tot' %}
-- The verdict on the change that a map shows, per area: that of the statistics, or of a registration. `kans` is the
-- chance of what the class claims; of the class that claims nothing the largest chance of any claim.
with geschat as (
    select * from {{ source('statistiek', 'verandering') }}
),

kwetsbaarheid as (
    select * from geschat
    where maat = 'kwetsbaarheid'
),

overlast as (
    select * from geschat
    where maat = 'onv'
),

kansen as (
    select
        k.kaart_id, {{ gebied }}, v.verschil, v.gekrompen, null::double as gekrompen_2, v.laag, v.hoog, v.klasse,
        v.delta, null::double as delta_2, v.reden,
        case
            when v.klasse < k.klasse_niet_te_zeggen then v.p_ongunstiger
            when v.klasse > k.klasse_niet_te_zeggen then v.p_gunstiger
            else greatest(v.p_ongunstiger, v.p_gunstiger)
        end as kans
    from {{ ref('int_kaart') }} as k
    inner join geschat as v on k.oordeelmaat = v.maat
    where k.soort != 'samenloop'
),

samenloop as (
    select
        m.kaart_id, {{ gebied }}, v.verschil, v.gekrompen, o.gekrompen as gekrompen_2, v.laag, v.hoog, b.klasse,
        v.delta, o.delta as delta_2, b.reden,
        case b.klasse
            when 1 then b.p_beide
            when 2 then v.p_ongunstiger
            when 3 then o.p_ongunstiger
            when 5 then greatest(v.p_gunstiger, o.p_gunstiger)
            else greatest(v.p_ongunstiger, v.p_gunstiger, o.p_ongunstiger, o.p_gunstiger)
        end as kans
    from {{ ref('int_kaart') }} as m
    inner join geschat as b on m.oordeelmaat = b.maat
    left join kwetsbaarheid as v using ({{ gebied }})
    left join overlast as o using ({{ gebied }})
    where m.soort = 'samenloop'
),

geteld as (
    select
        k.kaart_id, m.niveau, m.gebiedscode, m.indeling, m.jaar_van, m.jaar_tot,
        v.verschil, v.verschil as gekrompen, null::double as gekrompen_2,
        v.laag, v.hoog, -- what rounding and converting leave open
        {{ klasse_meetbaar('v.oordeel', 'v.verschil') }}::smallint as klasse,
        null::double as delta, null::double as delta_2,
        coalesce(v.reden, v.oordeel) as reden,
        case when v.oordeel != 'geen meetbaar verschil' then greatest(v.p_ongunstiger, v.p_gunstiger) end as kans
    from {{ ref('int_kaart') }} as k
    inner join {{ ref('int_kaart_meting') }} as m on k.maat = m.maat and k.maatsoort = m.maatsoort
    inner join {{ ref('fct_verandering') }} as v
        on
            m.niveau = v.niveau and m.gebiedscode = v.gebiedscode and m.indeling = v.indeling
            and m.indicator = v.indicator and m.meetjaar_van = v.jaar_van and m.meetjaar_tot = v.jaar_tot
    where k.grond = 'registratie'
),

final as (
    select * from kansen
    union all by name
    select * from samenloop
    union all by name
    select * from geteld
)

select * from final
