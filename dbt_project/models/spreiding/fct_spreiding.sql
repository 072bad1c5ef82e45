{{ config(tags=['kaart']) }}
-- Every measure of spread, and the means on which safety and resilience are judged, at both ends of a period.
with gezichten as (
    select
        gemeentecode as gebiedscode, indeling, jaar_van, jaar_tot, maat as groep,
        count(*) filter (where cluster = 'hoog-hoog') as hoog,
        count(*) filter (where cluster = 'laag-laag') as laag
    from {{ source('statistiek', 'clusters') }}
    where status in ('bepaald', 'op de grens')
    group by all
),

land as (
    select maat, jaar_van, jaar_tot, verschil from {{ source('statistiek', 'spreiding') }}
    where niveau = 'land' and maat = 'onv_gemiddeld' and oordeel != 'onbekend'
),

samen as (
    select
        m.*,
        d.meetjaar_van,
        d.meetjaar_tot,
        g.label,
        l.verschil as verschil_land,
        z.hoog as aantal_hoog,
        z.laag as aantal_laag
    from {{ ref('int_spreiding_maat') }} as m
    left join {{ ref('int_spreiding_dekking') }} as d using (niveau, gebiedscode, indeling, jaar_van, jaar_tot, groep)
    left join {{ ref('int_spreiding_groep') }} as g using (groep)
    left join land as l
        on m.niveau != 'land' and m.maat = l.maat and m.jaar_van = l.jaar_van and m.jaar_tot = l.jaar_tot
    left join gezichten as z
        on
            m.maat = 'moran_i' and m.gebiedscode = z.gebiedscode and m.indeling = z.indeling
            and m.jaar_van = z.jaar_van and m.jaar_tot = z.jaar_tot and m.groep = z.groep
),

met_velden as (
    select
        *,
        {
            label: label, waarde_van: waarde_van, waarde_tot: waarde_tot, verschil: verschil, laag: laag, hoog: hoog,
            jaar_van: coalesce(meetjaar_van, jaar_van), jaar_tot: coalesce(meetjaar_tot, jaar_tot),
            n: n, dekking: dekking, verschil_land: verschil_land, aantal_hoog: aantal_hoog, aantal_laag: aantal_laag,
            bijzonder: case
                when least(aantal_hoog, aantal_laag) >= {{ var('gezichten_minimum') }}
                    then {{ sjabloon('twee_gezichten') }}
            end,
            reden: reden
        } as velden
    from samen
),

final as (
    select
        niveau, gebiedscode, indeling, groep, jaar_van, jaar_tot, maat, waarde_van, waarde_tot, verschil, laag, hoog,
        oordeel, dekking, n, reden,
        case
            when maat = 'D_ster' and verschil is not null then zin({{ sjabloon('d_ster') }}, velden)
            when maat = 'onv_gemiddeld' and verschil is not null then zin({{ sjabloon('onv_gemiddeld') }}, velden)
            when maat = 'veerkracht_gemiddeld' and verschil is not null
                then zin({{ sjabloon('veerkracht_gemiddeld') }}, velden)
            when maat = 'moran_i' and waarde_tot is not null and aantal_hoog is not null
                then zin(if(groep = 'onv', {{ sjabloon('moran_overlast') }}, {{ sjabloon('moran_k') }}), velden)
        end as zin,
        p_waarde,
        meetjaar_van,
        meetjaar_tot,
        p_ongunstiger,
        p_gunstiger,
        delta
    from met_velden
)

select * from final
