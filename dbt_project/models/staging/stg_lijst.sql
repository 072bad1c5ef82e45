with final as (
    select * from {{ source('gebieden', 'lijst') }}
)

select * from final
