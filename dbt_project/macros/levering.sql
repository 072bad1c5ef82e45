{# A table that every delivery has, over all sources this target may read, for the releases of this build. #}
{% macro levering(tabel) %}
with alle as (
    select * from {{ source('levering', tabel) }}
    {% if target.name == 'leden' %}
        union all by name
        select * from {{ source('levering_beperkt', tabel) }}
    {% endif %}
),

final as (
    select alle.*
    from alle
    semi join {{ ref('stg_releases') }} as r on alle.bron = r.bron and alle.release = r.release
)

select * from final
{% endmacro %}
