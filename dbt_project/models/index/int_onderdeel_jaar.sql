-- Which parts of the index can be told in a year, per level: measured, or measured together with all that was measured
-- this year in some other year, so that it can be predicted. Other parts drop out of that year for every area alike.
with patronen as (
    select niveau, indeling, jaar, onderdelen, count(*) as n
    from (
        select niveau, indeling, jaar, gebiedscode, list_sort(list(onderdeel)) as onderdelen
        from {{ ref('int_component') }}
        where is_bewoond
        group by all
    )
    group by all
),

slots as (
    select distinct c.niveau, c.indeling, c.onderdeel, c.gewicht from {{ ref('int_component') }} as c
),

per_jaar as (
    select
        s.*, p.jaar,
        sum(p.n) filter (where list_contains(p.onderdelen, s.onderdeel)) >= {{ var('component_minimum') }} as is_gemeten
    from slots as s
    inner join patronen as p using (niveau, indeling)
    group by all
),

gemeten as (
    select niveau, indeling, jaar, list_sort(list(onderdeel)) as onderdelen from per_jaar
    where is_gemeten
    group by niveau, indeling, jaar
),

voorspelbaar as (
    select distinct niveau, indeling, jaar, onderdeel
    from (
        select j.niveau, j.indeling, j.jaar, j.onderdeel
        from per_jaar as j
        inner join gemeten as g using (niveau, indeling, jaar)
        inner join patronen as p on j.niveau = p.niveau and j.indeling = p.indeling
        where list_has_all(p.onderdelen, list_append(g.onderdelen, j.onderdeel))
        group by j.niveau, j.indeling, j.jaar, j.onderdeel, p.jaar
        having sum(p.n) >= {{ var('component_minimum') }}
    )
),

final as (
    select
        j.niveau, j.indeling, j.jaar, j.onderdeel, j.gewicht,
        coalesce(j.is_gemeten, false) as is_gemeten,
        coalesce(j.is_gemeten, false) or v.onderdeel is not null as is_bruikbaar
    from per_jaar as j
    left join voorspelbaar as v using (niveau, indeling, jaar, onderdeel)
)

select * from final
