{{ config(tags=['kaart']) }}

with final as (
    select * from {{ source('statistiek', 'ruis') }}
)

select * from final
