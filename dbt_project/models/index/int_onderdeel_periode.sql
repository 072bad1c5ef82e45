-- Of which parts a change of the index is made, per period: the same indicator measured in the whole country near both
-- ends, in different years far enough apart, and together of enough themes. One set for the country.
with metingen as (
    select m.* from {{ ref('int_onderdeel_meting') }} as m
    semi join {{ ref('mrt_referentie') }} as r
        on
            m.niveau = r.niveau and m.indeling = r.indeling and m.indicator = r.indicator
            and r.status = 'gebruikt'
    where m.is_bruikbaar and m.is_gekozen
),

einden as (
    select
        m.niveau, m.indeling, p.jaar_van, p.jaar_tot, m.onderdeel, m.themagroep, m.indicator, m.gewicht,
        arg_min(m.jaar, {{ nabijheid('m.jaar', 'p.jaar_van') }}) as meetjaar_van,
        arg_min(m.jaar, {{ nabijheid('m.jaar', 'p.jaar_tot') }}) as meetjaar_tot
    from metingen as m
    inner join {{ ref('int_kaart_periode') }} as p
        on m.jaar between p.jaar_van - {{ var('meetjaar_marge') }} and p.jaar_tot + {{ var('meetjaar_marge') }}
    group by all
),

per_onderdeel as (
    select * from einden
    where meetjaar_tot > meetjaar_van
        and meetjaar_tot - meetjaar_van >= {{ var('meetafstand_minimum') }} * (jaar_tot - jaar_van) - 1e-9
    qualify row_number() over (
        partition by niveau, indeling, jaar_van, jaar_tot, onderdeel
        order by meetjaar_tot - meetjaar_van desc, indicator
    ) = 1
),

themas as (
    select niveau, indeling, jaar_van, jaar_tot from per_onderdeel
    group by all
    having count(distinct themagroep) >= {{ var('themas_minimum') }}
),

final as (
    select
        niveau, indeling, jaar_van, jaar_tot, onderdeel, themagroep, indicator, gewicht, meetjaar_van, meetjaar_tot
    from per_onderdeel
    semi join themas using (niveau, indeling, jaar_van, jaar_tot)
)

select * from final
