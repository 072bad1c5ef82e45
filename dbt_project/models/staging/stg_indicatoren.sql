with open_bronnen as (
    select * from {{ ref('indicatoren') }}
),

final as (
    select * from open_bronnen
    {% if target.name == 'leden' %}
        union all by name
        select * from {{ ref('indicatoren_beperkt') }}
    {% endif %}
)

select * from final
