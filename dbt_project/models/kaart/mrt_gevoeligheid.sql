{{ config(tags=['kaart']) }}

with final as (
    select * from {{ source('statistiek', 'gevoeligheid') }}
)

select * from final
