{{ config(materialized = 'view') }}

-- Per area of a map and measure the figures of both ends as they are, with what their source says of them. The change
-- of vulnerability is not a difference of two levels: it comes with its own measurements.
with gebieden as (
    select
        g.*, m.maat, j.meetjaar_van, j.meetjaar_tot,
        coalesce(j.meetjaar_van, g.jaar_van) as zoek_van,
        coalesce(j.meetjaar_tot, g.jaar_tot) as zoek_tot
    from {{ ref('int_kaart_gebied') }} as g
    cross join {{ ref('int_kaart_maat') }} as m
    left join {{ ref('int_maat_jaar') }} as j using (maat, niveau, indeling, jaar_van, jaar_tot)
),

reeks as (
    select maat, indicator, niveau, gebiedscode, indeling, jaar, waarde, marge, status, reden
    from {{ ref('int_maat_reeks') }}
),

verandering as (
    select 'kwetsbaarheid' as maat, k.* exclude (maat), k.maat as indicator
    from {{ ref('int_kwetsbaarheid') }} as k
    where k.soort = 'verandering'
),

final as (
    select
        g.* exclude (meetjaar_van, zoek_van, zoek_tot),
        t.indicator, t.waarde, t.status as status_tot, v.status as status_van,
        t.reden as reden_tot, v.reden as reden_van,
        -- no source has the end of the period, or its begin
        g.meetjaar_tot is null as mist_tot, g.meetjaar_van is null as mist_van,
        k.reden as reden_verandering,
        coalesce(k.is_afgeschermd, false) as is_afgeschermd,
        if(g.maat = 'kwetsbaarheid', k.indicator, t.indicator) as indicator_verschil,
        if(g.maat = 'kwetsbaarheid', k.meetjaar_van, g.meetjaar_van) as meetjaar_van,
        if(g.maat = 'kwetsbaarheid', k.waarde_van, v.waarde) as waarde_van,
        case
            when g.maat = 'kwetsbaarheid' then k.waarde
            when g.meetjaar_van < g.meetjaar_tot then t.waarde - v.waarde
        end as verschil,
        if(g.maat = 'kwetsbaarheid', k.marge, coalesce(v.marge, 0) + coalesce(t.marge, 0)) as marge
    from gebieden as g
    left join reeks as t
        on
            g.maat = t.maat and g.niveau = t.niveau and g.gebiedscode = t.gebiedscode and g.indeling = t.indeling
            and g.zoek_tot = t.jaar
    left join reeks as v
        on
            g.maat = v.maat and g.niveau = v.niveau and g.gebiedscode = v.gebiedscode and g.indeling = v.indeling
            and g.zoek_van = v.jaar
    left join verandering as k
        on
            g.maat = k.maat and g.niveau = k.niveau and g.gebiedscode = k.gebiedscode and g.indeling = k.indeling
            and g.jaar_van = k.jaar_van and g.jaar_tot = k.jaar_tot
)

select * from final
