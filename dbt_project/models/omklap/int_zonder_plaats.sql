-- Chosen figures of areas of another vintage that have no area of the target at their place, and why: there are no
-- outlines of that vintage or not of that area, it is water, or nothing of the target lies there. Restricted figures
-- never are moved.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

final as (
    select
        w.bron, w.release, w.jaar, w.niveau, w.gebiedscode, w.indeling, w.indicator, w.waarde,
        case
            when r.toegang = 'beperkt' then 'beperkt'
            when w.indeling not in (select indeling from {{ source('gebieden', 'lijst') }}) then 'geen_grenzen'
            when l.gebiedscode is null then 'geen_omtrek'
            when l.water != 'land' then 'water'
            else 'geen_opvolger'
        end as oorzaak
    from {{ ref('int_waarnemingen_gekozen') }} as w
    inner join {{ ref('stg_releases') }} as r on w.bron = r.bron and w.release = r.release
    anti join {{ ref('int_plaats') }} as p
        on
            w.niveau = p.niveau and w.gebiedscode = p.van_code
            and case r.toegang when 'open' then w.indeling end = p.van_indeling
    left join {{ source('gebieden', 'lijst') }} as l
        on w.niveau = l.niveau and w.indeling = l.indeling and w.gebiedscode = l.gebiedscode
    where w.indeling != (from doel) and w.niveau != 'land'
)

select * from final
