{{ config(tags=['kaart']) }}
with samen as (
    select * from {{ ref('int_gemeente_rang') }}
    union all by name
    select * from {{ ref('int_gemeente_studie') }}
),

final as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, categorie, {{ grondniveau() }} as gebiedsniveau,
        inwoners, aandeel, buurten, waarde, rang, van, dekking, toelichting
    from samen
)

select * from final
