-- Which measurement of each measure stands for the ends of each period: that year, else the nearest within the margin.
with metingen as (
    select maat, niveau, indeling, jaar from {{ ref('int_maat_reeks') }}
    where waarde is not null
    group by all
),

final as (
    select
        m.maat, m.niveau, m.indeling, p.jaar_van, p.jaar_tot,
        arg_min(m.jaar, {{ nabijheid('m.jaar', 'p.jaar_van') }}) filter (
            where abs(m.jaar - p.jaar_van) <= {{ var('meetjaar_marge') }}
        ) as meetjaar_van,
        arg_min(m.jaar, {{ nabijheid('m.jaar', 'p.jaar_tot') }}) filter (
            where abs(m.jaar - p.jaar_tot) <= {{ var('meetjaar_marge') }}
        ) as meetjaar_tot
    from metingen as m
    cross join {{ ref('int_kaartperiode') }} as p
    group by m.maat, m.niveau, m.indeling, p.jaar_van, p.jaar_tot
)

select * from final
