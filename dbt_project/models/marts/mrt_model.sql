{{ config(tags=['kaart']) }}

with final as (
    select * from {{ source('statistiek', 'model') }}
)

select * from final
