-- Every area with its name, size and inhabitants. In which areas of levels of the user it lies is in dim_ouder.
with inwoners as (
    select niveau, gebiedscode, indeling, arg_max(waarde, jaar) as inwoners
    from {{ ref('int_waarnemingen_gekozen') }}
    where indicator = 'a_inw' and waarde is not null
    group by all
),

final as (
    select
        s.niveau,
        s.gebiedscode,
        s.indeling,
        s.wijkcode,
        s.gemeentecode,
        s.water,
        s.gebiedsnaam,
        coalesce(s.gemeentenaam, m.gebiedsnaam) as gemeentenaam,
        s.oppervlakte_ha,
        i.inwoners,
        s.heeft_geometrie,
        s.indeling = b.doel_indeling as is_doel
    from {{ ref('int_gebied') }} as s
    left join inwoners as i using (niveau, gebiedscode, indeling)
    left join {{ ref('int_gebied') }} as m
        on m.niveau = 'gemeente' and s.gemeentecode = m.gebiedscode and s.indeling = m.indeling
    cross join {{ ref('stg_bouw') }} as b
)

select * from final
