with alle as (
    select * from {{ ref('kolommen') }}
    union all by name
    select * from {{ source('werk', 'kolommen') }}
),

final as (
    select * replace (
        lower(trim(kolom)) as kolom,
        lower(trim(titel)) as titel,
        lower(trim(eenheid)) as eenheid,
        coalesce(afronding, 0) as afronding
    )
    from alle
)

select * from final
