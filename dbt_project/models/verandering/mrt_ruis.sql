{{ config(tags=['kaart']) }}

with final as (
    select
        niveau, indeling, maat, indicator, n, metingen, jaren, a, b, d0, c, sigma_g, nugget, status, reden
    from {{ source('statistiek', 'ruis') }}
)

select * from final
