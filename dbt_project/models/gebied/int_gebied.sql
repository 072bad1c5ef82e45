-- Every area that an outline or a delivery names, also those without outline, and in which larger ones it lies: as its
-- outline tells, else as its code does. What cannot be placed (GM9999), or is a gemeente without outline and without
-- the name that its delivery gives the others, is no area of the country.
with geleverd as (
    select *, count(gebiedsnaam) over (partition by bron, release, niveau) > 0 as met_namen
    from {{ ref('stg_gebieden') }}
),

genoemd as (
    select
        niveau,
        gebiedscode,
        indeling,
        arg_max(gebiedsnaam, (jaar, gebiedsnaam)) filter (where gebiedsnaam is not null) as gebiedsnaam,
        arg_max(gemeentenaam, (jaar, gemeentenaam)) filter (where gemeentenaam is not null) as gemeentenaam,
        niveau = 'gemeente' and bool_or(met_namen) and bool_and(gebiedsnaam is null) as is_naamloos
    from geleverd
    group by niveau, gebiedscode, indeling
),

op_doel as (
    -- the land has no outline, but every series of it stands on the target vintage
    select 'land' as niveau, {{ landcode() }} as gebiedscode, doel_indeling as indeling, 'Nederland' as gebiedsnaam
    from {{ ref('stg_bouw') }}
),

final as (
    select
        niveau,
        gebiedscode,
        indeling,
        {% for ouder in ouderniveaus() %}
            coalesce(l.{{ ouder }}code, {{ oudercode(ouder, 'niveau', 'gebiedscode') }}) as {{ ouder }}code,
        {% endfor %}
        case
            when l.water is not null then l.water
            when g.is_naamloos then 'buitenland'
            when {{ gemeentesleutel('niveau', 'gebiedscode') }} in (select gemeente from {{ ref('geen_gemeente') }})
                then 'buitenland'
            else 'land'
        end as water,
        coalesce(l.gebiedsnaam, g.gebiedsnaam, d.gebiedsnaam) as gebiedsnaam,
        coalesce(l.gemeentenaam, g.gemeentenaam) as gemeentenaam,
        l.oppervlakte_ha,
        l.gebiedscode is not null as heeft_geometrie
    from {{ source('gebieden', 'lijst') }} as l
    full join genoemd as g using (niveau, gebiedscode, indeling)
    full join op_doel as d using (niveau, gebiedscode, indeling)
)

select * from final
