with van_ons as (
    select * from {{ ref('indicatoren') }}
    {% if target.name == 'leden' %}
        union all by name
        select * from {{ ref('indicatoren_beperkt') }}
    {% endif %}
),

final as (
    select * from van_ons
    union all by name
    select * from {{ source('werk', 'indicatoren') }}
)

select * from final
