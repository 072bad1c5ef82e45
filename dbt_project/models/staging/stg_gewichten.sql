with final as (
    select * from {{ source('gebieden', 'gewichten') }}
)

select * from final
