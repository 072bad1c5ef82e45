-- Areas of the target vintage that a release is about: those in gemeenten that it names, or all of them when it names
-- more than half of the gemeenten of the country (gemeenten merge, so not every code of then exists now).
with doel as (
    select l.niveau, l.gebiedscode, l.gemeentecode, {{ gemeentesleutel('l.niveau', 'l.gebiedscode') }} as gemeente
    from {{ source('gebieden', 'lijst') }} as l
    inner join {{ ref('stg_bouw') }} as b on l.indeling = b.doel_indeling
    where l.water = 'land'
),

genoemd as (
    select distinct bron, release, niveau, {{ gemeentesleutel('niveau', 'gebiedscode') }} as gemeente
    from {{ ref('stg_gebieden') }}
    where niveau != 'land'
),

omvang as (
    select
        bron, release, niveau,
        count(*) > (select count(distinct gemeentecode) from doel) / 2 as landelijk
    from genoemd
    group by all
),

final as (
    select o.bron, o.release, d.niveau, d.gebiedscode
    from omvang as o
    inner join doel as d on o.niveau = d.niveau
    left join genoemd as g
        on
            o.bron = g.bron and o.release = g.release and o.niveau = g.niveau and d.gemeente = g.gemeente
    where
        g.gemeente is not null
        or (o.landelijk {% if niveaus('overdwars') %} and o.niveau not in ({{ niveaus('overdwars') }}) {% endif %})
)

select * from final
