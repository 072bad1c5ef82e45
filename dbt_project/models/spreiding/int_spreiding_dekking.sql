-- Share of the inhabitants in buurten that are counted at both ends, per group; why nothing may be concluded.
with inwoners as (
    select niveau, gebiedscode, indeling, jaar_van, jaar_tot, sum(inwoners order by buurtcode) as geladen
    from {{ ref('int_spreiding_lid') }}
    group by all
),

land as (
    select p.jaar_tot, min_by(r.waarde, {{ nabijheid('r.jaar', 'p.jaar_tot') }}) as inwoners
    from {{ ref('fct_reeks') }} as r
    cross join (select distinct jaar_tot from {{ ref('int_kaart_periode') }}) as p
    where r.niveau = 'land' and r.indicator = 'a_inw' and r.waarde is not null
    group by all
),

geteld as (
    select
        l.niveau, l.gebiedscode, l.indeling, l.jaar_van, l.jaar_tot, g.groep,
        min(g.meetjaar_van) as meetjaar_van, min(g.meetjaar_tot) as meetjaar_tot,
        sum(l.inwoners order by l.buurtcode) as inwoners,
        count(*)::integer as n,
        count(distinct l.gemeentecode)::integer as gemeenten
    from {{ ref('int_spreiding_lid') }} as l
    inner join {{ ref('int_spreiding_gebied') }} as g using (buurtcode, indeling, jaar_van, jaar_tot)
    group by all
),

regio as (
    select regio as gebiedscode, count(*)::integer as gemeenten from {{ ref('stg_regios') }}
    group by all
),

final as (
    select
        g.* exclude (inwoners, gemeenten),
        g.inwoners / nullif(
            if(
                g.niveau = 'land' and '{{ var("referentie") }}' = 'landelijk',
                greatest(d.inwoners, i.geladen),
                i.geladen
            ), 0
        ) as dekking,
        case
            when g.niveau = 'regio' and g.gemeenten < r.gemeenten
                then zin({{ sjabloon('regio_onvolledig') }}, { n: g.gemeenten, van: r.gemeenten })
        end as reden
    from geteld as g
    inner join inwoners as i using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    left join land as d using (jaar_tot)
    left join regio as r on g.niveau = 'regio' and g.gebiedscode = r.gebiedscode
)

select * from final
