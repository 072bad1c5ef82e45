{{ config(materialized = 'view') }}

-- Per area of a map and measure the figures of both ends as they are, with what their source says of them. The change
-- of vulnerability is not a difference of two levels: it comes with its own measurements.
with gebieden as (
    select
        g.*, m.maat, j.meetjaar_van, j.meetjaar_tot,
        'geen bron levert ' || g.jaar_tot || if(g.is_doel, '', ' op indeling ' || g.indeling) as niet_tot,
        'geen bron levert ' || g.jaar_van || if(g.is_doel, '', ' op indeling ' || g.indeling) as niet_van
    from {{ ref('int_kaartgebied') }} as g
    cross join {{ ref('int_kaartmaat') }} as m
    left join {{ ref('int_maat_jaar') }} as j using (maat, niveau, indeling, jaar_van, jaar_tot)
),

einden as (
    select
        g.* exclude (niet_van, niet_tot),
        t.indicator, t.waarde, t.marge as marge_tot, t.status as status_tot,
        coalesce(t.reden, if(g.meetjaar_tot is null, g.niet_tot, null)) as reden_tot,
        v.waarde as waarde_van, v.marge as marge_van, v.status as status_van,
        coalesce(v.reden, if(g.meetjaar_van is null, g.niet_van, null)) as reden_van
    from gebieden as g
    left join {{ ref('int_maat_reeks') }} as t
        on
            g.maat = t.maat and g.niveau = t.niveau and g.gebiedscode = t.gebiedscode and g.indeling = t.indeling
            and coalesce(g.meetjaar_tot, g.jaar_tot) = t.jaar
    left join {{ ref('int_maat_reeks') }} as v
        on
            g.maat = v.maat and g.maat != 'kwetsbaarheid' and g.niveau = v.niveau and g.gebiedscode = v.gebiedscode
            and g.indeling = v.indeling and coalesce(g.meetjaar_van, g.jaar_van) = v.jaar
),

final as (
    select
        e.* exclude (waarde_van, marge_van, marge_tot, meetjaar_van),
        if(e.maat = 'kwetsbaarheid', k.maat, e.indicator) as indicator_verschil,
        if(e.maat = 'kwetsbaarheid', k.meetjaar_van, e.meetjaar_van) as meetjaar_van,
        if(e.maat = 'kwetsbaarheid', k.waarde_van, e.waarde_van) as waarde_van,
        case
            when e.maat = 'kwetsbaarheid' then k.waarde
            when e.meetjaar_van < e.meetjaar_tot then e.waarde - e.waarde_van
        end as verschil,
        if(e.maat = 'kwetsbaarheid', k.marge, coalesce(e.marge_van, 0) + coalesce(e.marge_tot, 0)) as marge,
        if(e.maat = 'kwetsbaarheid', coalesce(k.reden, e.reden_tot), null) as reden_verandering,
        coalesce(k.is_afgeschermd, false) as is_afgeschermd
    from einden as e
    left join {{ ref('int_kwetsbaarheid') }} as k
        on
            e.maat = 'kwetsbaarheid' and k.soort = 'verandering' and e.niveau = k.niveau
            and e.gebiedscode = k.gebiedscode and e.indeling = k.indeling
            and e.jaar_van = k.jaar_van and e.jaar_tot = k.jaar_tot
)

select * from final
