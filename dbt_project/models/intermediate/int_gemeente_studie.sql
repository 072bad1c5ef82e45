{{ config(tags=['kaart']) }}
-- Inhabitants and gemeenten of buurten where both rose, with the figures of the published study beside them.
with gemeenten as (
    select
        indeling, jaar_van, jaar_tot, onderwerp,
        count(*) filter (where buurten > 0) as met_buurt,
        count(*) filter (where aandeel is not null) as gemeenten
    from {{ ref('int_gemeente_rang') }}
    where niveau = 'gemeente' and categorie = 'beide gestegen'
    group by all
),

naast_elkaar as (
    select
        l.* exclude (onderwerp, categorie, waarde, rang, van, toelichting),
        s.onderwerp as cijfer,
        l.onderwerp = 'kwadrant_aantoonbaar' as is_aantoonbaar,
        case when l.aandeel is not null then if(s.onderwerp = 'inwoners', l.inwoners, g.met_buurt) end as waarde,
        if(s.onderwerp = 'inwoners', null, g.gemeenten)::integer as van,
        s.waarde as waarde_studie,
        s.van as van_studie,
        s.omschrijving,
        'de ' || s.bron || ' gaf ' || {{ nl_aantal('s.waarde') }} || coalesce(' van ' || s.van, '') || ': ' || s.zin
            as studie,
        case
            when l.dekking < {{ var('landelijke_dekking_minimum') }}
                then 'alleen geladen gebieden, met ' || {{ nl_getal('100 * l.dekking', 1) }}
                    || '% van de inwoners van het land'
        end as voorbehoud
    from {{ ref('int_gemeente_rang') }} as l
    inner join gemeenten as g using (indeling, jaar_van, jaar_tot, onderwerp)
    cross join {{ ref('studie') }} as s
    where l.niveau = 'land' and l.categorie = 'beide gestegen'
),

final as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'studie' as onderwerp,
        cijfer || if(is_aantoonbaar, '|aantoonbaar', '') as categorie,
        inwoners, aandeel, buurten, waarde, null::integer as rang, van, dekking,
        concat_ws(
            '; ',
            jaar_van || '–' || jaar_tot || ': ' || coalesce({{ nl_aantal('waarde') }}, 'onbekend aantal')
            || if(waarde is null, '', coalesce(' van ' || van, '')) || ' '
            || replace(omschrijving, '{aantoonbaar}', if(is_aantoonbaar, 'aantoonbaar ', '')),
            if(waarde is null, 'van geen enkele buurt zijn beide veranderingen bekend', voorbehoud),
            studie
        ) as toelichting
    from naast_elkaar
    union all by name
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'studie' as onderwerp, cijfer || '|studie' as categorie,
        null as rang, waarde_studie as waarde, van_studie as van, studie as toelichting
    from naast_elkaar
    where not is_aantoonbaar
)

select * from final
