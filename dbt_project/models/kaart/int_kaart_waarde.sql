{{ config(tags=['kaart']) }}
{%- set periode = 'niveau, indeling, jaar_van, jaar_tot' %}
-- What the class of an area follows from, or why there is none. The first objection counts: that of the area itself,
-- that of the country, that of the statistics.
with landelijk as (
    select
        k.kaart_id, l.niveau, l.indeling, l.jaar_van, l.jaar_tot,
        string_agg(distinct l.reden, '; ' order by l.reden) as reden_landelijk
    from {{ ref('int_kaart') }} as k
    inner join {{ ref('int_landelijk') }} as l on list_contains(k.maten, l.maat) and k.maatsoort = l.soort
    where k.is_landelijk and not l.is_toegestaan
    group by all
),

zonder_referentie as (
    -- an index without any national mean is empty for want of the country, not of the area
    select niveau, indeling from {{ ref('mrt_referentie') }}
    group by all
    having bool_and(status = 'geweigerd')
),

geleverd as (
    select distinct kaart_id, {{ periode }}, true as is_geleverd from {{ ref('int_kaart_geleverd') }}
),

beoordeeld as (
    select
        c.*,
        coalesce(g.is_geleverd, false) as is_geleverd,
        r.niveau is not null and maat_1 = 'kwetsbaarheid' and status_1 = 'geen gegevens' as mist_land,
        -- status and reason
        case
            when mist_land then ['onvoldoende landelijke dekking', reden_1]
            when status_1 != 'waarde' and maat_2 is null then [status_1, reden_1]
            when status_1 != 'waarde'
                then [status_1, zin({{ sjabloon('reden_van_maat') }}, { maat: maat_1, reden: reden_1 })]
            when status_2 != 'waarde'
                then [status_2, zin({{ sjabloon('reden_van_maat') }}, { maat: maat_2, reden: reden_2 })]
            when g.is_geleverd and klasse_geleverd is null then ['geen gegevens', 'de uitgever geeft hier geen klasse']
            when l.kaart_id is not null and g.is_geleverd is null
                then ['onvoldoende landelijke dekking', l.reden_landelijk]
            when not is_niveau and klasse_oordeel is null then ['geen gegevens', reden_oordeel]
            when not coalesce(isfinite(x), false) then ['geen gegevens', 'geen eindig getal']
            else ['waarde', null]
        end as oordeel
    from {{ ref('int_kaart_cijfer') }} as c
    left join landelijk as l using (kaart_id, {{ periode }})
    left join geleverd as g using (kaart_id, {{ periode }})
    left join zonder_referentie as r using (niveau, indeling)
),

final as (
    select
        kaart_id, maat, maatsoort, is_niveau, {{ periode }}, gebiedscode, gemeentecode, inwoners,
        meetjaar_tot, waarde_gemeten, klasse_geleverd, is_geleverd, delta, delta_2,
        oordeel[1] as status,
        oordeel[2] as reden,
        if(oordeel[1] = 'waarde', x, null) as x,
        if(oordeel[1] = 'waarde', x_2, null) as x_2,
        {% for kolom in ['laag', 'hoog', 'kans', 'klasse_oordeel'] -%}
            case when oordeel[1] = 'waarde' then {{ kolom }} end as {{ kolom }}{{ ',' if not loop.last }}
        {% endfor %}
    from beoordeeld
)

select * from final
