{{ config(tags=['kaart']) }}
-- The totals with their ranks. Beside those of the country: inhabitants that may be expected where both rose and
-- gemeenten with a buurt of which that is fairly sure, with the figures of the published study.
with gemeenten as (
    select
        indeling, jaar_van, jaar_tot,
        count(*) filter (where buurten > 0) as met_buurt,
        count(*) filter (where aandeel is not null) as gemeenten
    from {{ ref('int_gemeente_rang') }}
    where niveau = 'gemeente' and onderwerp = 'samenloop' and categorie in (
        select string_split(labels, ';')[1] from {{ ref('dim_kaart') }}
        where kaart_id = {{ eerste_kaart('samenloop') }}
    )
    group by all
),

naast_elkaar as (
    select
        l.* exclude (onderwerp, categorie, waarde, waarde_gemeten, rang, van, toelichting),
        s.onderwerp as cijfer,
        case when l.aandeel is not null then if(s.onderwerp = 'inwoners', l.inwoners, g.met_buurt) end as waarde,
        if(s.onderwerp = 'inwoners', null, g.gemeenten)::integer as van,
        s.waarde as waarde_studie,
        s.van as van_studie,
        s.omschrijving,
        zin(
            {{ sjabloon('studie_gaf') }},
            { bron: s.bron, waarde: s.waarde, van: s.van, zin: s.zin }
        ) as studie,
        if(l.dekking < {{ var('landelijke_dekking_minimum') }}, l.dekking, null) as dekking_te_klein
    from {{ ref('int_gemeente_rang') }} as l
    inner join gemeenten as g using (indeling, jaar_van, jaar_tot)
    cross join {{ ref('studie') }} as s
    where l.niveau = 'land' and l.onderwerp = 'beide_toegenomen'
),

naast_studie as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'studie' as onderwerp, cijfer as categorie,
        inwoners, aandeel, buurten, waarde, null::integer as rang, van, dekking,
        zin(
            if(waarde is null, {{ sjabloon('studie_niet_hier') }}, {{ sjabloon('studie_hier') }}),
            {
                jaar_van: jaar_van, jaar_tot: jaar_tot, waarde: waarde, van: van, omschrijving: omschrijving,
                dekking: dekking_te_klein, studie: studie
            }
        ) as toelichting
    from naast_elkaar
    union all by name
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'studie' as onderwerp, cijfer || '|studie' as categorie,
        null as rang, waarde_studie as waarde, van_studie as van, studie as toelichting
    from naast_elkaar
),

samen as (
    select * from {{ ref('int_gemeente_rang') }}
    union all by name
    select * from naast_studie
),

final as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, categorie, {{ grondniveau() }} as gebiedsniveau,
        inwoners, aandeel, buurten, waarde, waarde_gemeten, rang, van, dekking, toelichting
    from samen
)

select * from final
