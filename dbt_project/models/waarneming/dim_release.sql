with gekozen as (
    select distinct bron, release from {{ ref('fct_reeks') }}
),

final as (
    select r.* exclude (layoutrang, onleesbaar), g.release is not null as gekozen
    from {{ ref('stg_releases') }} as r
    left join gekozen as g on r.bron = g.bron and r.release = g.release
)

select * from final
