with final as (
    select * from {{ ref('stg_wijzigingen') }}
)

select * from final
