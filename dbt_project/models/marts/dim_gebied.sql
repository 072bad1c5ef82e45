-- Every area that an outline or a delivery names, also those without outline.
with genoemd as (
    select
        niveau,
        gebiedscode,
        indeling,
        arg_max(gebiedsnaam, jaar) filter (where gebiedsnaam is not null) as gebiedsnaam,
        arg_max(gemeentenaam, jaar) filter (where gemeentenaam is not null) as gemeentenaam
    from {{ ref('stg_gebieden') }}
    group by niveau, gebiedscode, indeling
),

op_doel as (
    -- the land has no outline, but every series of it stands on the target vintage
    select 'land' as niveau, 'NL00' as gebiedscode, doel_indeling as indeling, 'Nederland' as gebiedsnaam
    from {{ ref('stg_bouw') }}
),

samen as (
    select
        niveau,
        gebiedscode,
        indeling,
        coalesce(l.gebiedsnaam, g.gebiedsnaam, d.gebiedsnaam) as gebiedsnaam,
        case
            when niveau in ('buurt', 'wijk') then coalesce(l.wijkcode, 'WK' || substr(gebiedscode, 3, 6))
        end as wijkcode,
        coalesce(l.gemeentecode, case when niveau != 'land' then 'GM' || substr(gebiedscode, 3, 4) end) as gemeentecode,
        coalesce(l.gemeentenaam, g.gemeentenaam) as gemeentenaam,
        coalesce(l.water, 'land') as water,
        l.oppervlakte_ha,
        l.gebiedscode is not null as heeft_geometrie
    from {{ ref('stg_lijst') }} as l
    full join genoemd as g using (niveau, gebiedscode, indeling)
    full join op_doel as d using (niveau, gebiedscode, indeling)
),

inwoners as (
    select niveau, gebiedscode, indeling, arg_max(waarde, jaar) as inwoners
    from {{ ref('int_waarnemingen_gekozen') }}
    where indicator = 'a_inw' and waarde is not null
    group by all
),

final as (
    select
        s.* exclude (gebiedsnaam, gemeentenaam, oppervlakte_ha, heeft_geometrie),
        s.gebiedsnaam,
        coalesce(s.gemeentenaam, m.gebiedsnaam) as gemeentenaam,
        s.oppervlakte_ha,
        i.inwoners,
        s.heeft_geometrie,
        s.indeling = b.doel_indeling as is_doel
    from samen as s
    left join inwoners as i using (niveau, gebiedscode, indeling)
    left join samen as m
        on m.niveau = 'gemeente' and s.gemeentecode = m.gebiedscode and s.indeling = m.indeling
    cross join {{ ref('stg_bouw') }} as b
)

select * from final
