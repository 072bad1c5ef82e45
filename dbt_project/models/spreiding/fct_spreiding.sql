{{ config(tags=['kaart']) }}
{%- set heel_land = 'heel het land' if var('referentie') == 'landelijk' else 'de geladen gebieden samen' %}

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

final as (
    select
        niveau, gebiedscode, indeling, groep, jaar_van, jaar_tot, maat, waarde_van, waarde_tot, verschil, laag, hoog,
        oordeel, dekking, n, reden,
        case
            when maat = 'D_ster' and verschil is not null
                then
                    'D* van ' || label || ': '
                    || {{ nl_getal('waarde_van', 3) }} || ' in ' || coalesce(meetjaar_van, jaar_van) || ', '
                    || {{ nl_getal('waarde_tot', 3) }} || ' in ' || coalesce(meetjaar_tot, jaar_tot)
                    || {{ onzekerheid('verschil tussen') }}
            when maat = 'onv_gemiddeld' and verschil is not null
                then
                    'De score veranderde naar schatting met ' || {{ nl_getal('verschil', 3, plus=true) }}
                    || {{ onzekerheid('in 8 van de 10 gevallen tussen') }}
                    || coalesce(', in {{ heel_land }} met ' || {{ nl_getal('verschil_land', 3, plus=true) }}, '')
            when maat = 'veerkracht_gemiddeld' and verschil is not null
                then
                    'De score week naar schatting ' || {{ nl_getal('verschil', 3, plus=true) }}
                    || ' af van wat te verwachten was' || {{ onzekerheid('in 8 van de 10 gevallen tussen') }}
            when maat = 'moran_i' and waarde_tot is not null
                then
                    'Moran''s I is ' || {{ nl_getal('waarde_tot', 2) }} || '; '
                    || {{ buurten('aantal_hoog') }} || ' in een cluster van '
                    || if(groep = 'onv', 'veel overlast', 'hoge kwetsbaarheid') || ', '
                    || {{ buurten('aantal_laag') }} || ' in een cluster van '
                    || if(groep = 'onv', 'weinig overlast', 'lage kwetsbaarheid')
                    || if(
                        least(aantal_hoog, aantal_laag) >= {{ var('gezichten_minimum') }},
                        ': een stad met twee gezichten', ''
                    )
        end || coalesce(': ' || reden, '') || '.' as zin,
        p_waarde,
        meetjaar_van,
        meetjaar_tot,
        p_ongunstiger,
        p_gunstiger,
        delta
    from samen
)

select * from final
