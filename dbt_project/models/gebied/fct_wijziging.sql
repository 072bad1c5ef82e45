with final as (
    select * from {{ source('gebieden', 'wijzigingen') }}
)

select * from final
