{{ config(tags=['kaart']) }}

with final as (
    select
        niveau, indeling, jaar_van, jaar_tot, maat, trekkingen, gebieden, aandeel_duidelijk, aandeel_gekleurd,
        aandeel_beide
    from {{ source('statistiek', 'ijking') }}
)

select * from final
