-- In which years each part of the index was measured, in how many peopled areas and for which share of the country;
-- `is_bruikbaar` when that is enough for a national figure. `is_gekozen`: of two indicators of one part in one year the
-- one that most areas have.
with land as (
    select jaar, max(inwoners) as inwoners from {{ ref('int_inwoners_jaar') }}
    where niveau = 'land' and is_doel
    group by jaar
),

geteld as (
    select
        w.niveau, w.indeling, w.onderdeel, w.themagroep, w.indicator, w.gewicht, w.jaar,
        count(*) as n,
        least(1, {{ vaste_som('w.inwoners') }} / max(l.inwoners)) as dekking
    from {{ ref('int_onderdeel_waarde') }} as w
    left join land as l on w.jaar = l.jaar
    where w.is_bewoond
    group by all
),

final as (
    select
        *,
        {{ landelijk('dekking') }} as is_landelijk,
        is_landelijk and n >= {{ var('component_minimum') }} as is_bruikbaar,
        row_number() over (
            partition by niveau, indeling, onderdeel, jaar order by n desc, indicator
        ) = 1 as is_gekozen
    from geteld
)

select * from final
