{{ config(materialized = 'view') }}

-- One release per cell: what is left when every release that gives way is taken out.
with betwist as (
    select distinct bron, release, niveau, indicator, jaar from {{ ref('int_verdrongen') }}
),

final as (
    select w.*
    from {{ ref('fct_waarneming') }} as w
    left join betwist as b
        on
            w.bron = b.bron
            and w.release = b.release
            and w.niveau = b.niveau
            and w.indicator = b.indicator
            and w.jaar = b.jaar
    anti join {{ ref('int_verdrongen') }} as v
        on
            w.bron = v.bron
            and w.release = v.release
            and w.niveau = v.niveau
            and w.indicator = v.indicator
            and w.jaar = v.jaar
            -- taking a code apart costs most of reading it: only where something gives way
            and case when b.bron is not null then {{ gemeentesleutel('w.niveau', 'w.gebiedscode') }} end = v.gemeente
)

select * from final
