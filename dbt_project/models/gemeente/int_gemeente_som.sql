{{ config(tags=['kaart']) }}
-- Inhabitants and buurten per category, and sums for the means, added up from buurten to gemeenten, from those to
-- regions and the country; in a fixed order, for the last digit must not depend on threads.
with klassen as (
    select
        indeling, gemeentecode, jaar_van, jaar_tot, onderwerp, groep, categorie, heeft_waarde,
        count(*) as buurten,
        sum(inwoners order by gebiedscode) as inwoners,
        null::double as som,
        null::double as inwoners_alle
    from {{ ref('int_gemeente_klasse') }}
    group by all
),

waarden as (
    select
        indeling, gemeentecode, jaar_van, jaar_tot, onderwerp, null::varchar as groep, categorie, true as heeft_waarde,
        count(x) as buurten,
        coalesce(sum(inwoners order by gebiedscode) filter (where x is not null), 0) as inwoners,
        sum(inwoners * x order by gebiedscode) as som,
        sum(inwoners order by gebiedscode) as inwoners_alle
    from {{ ref('int_gemeente_waarde') }}
    group by all
),

samen as (
    select * from klassen
    union all by name
    select * from waarden
),

final as (
    select
        l.niveau, l.gebiedscode, l.indeling, s.jaar_van, s.jaar_tot, s.onderwerp, s.groep, s.categorie, s.heeft_waarde,
        sum(s.buurten)::bigint as buurten,
        sum(s.inwoners order by s.gemeentecode) as inwoners,
        sum(s.som order by s.gemeentecode) as som,
        sum(s.inwoners_alle order by s.gemeentecode) as inwoners_alle,
        count(*) filter (where s.buurten > 0)::integer as gemeenten
    from samen as s
    inner join {{ ref('int_gemeente_lid') }} as l using (gemeentecode, indeling)
    group by all
)

select * from final
