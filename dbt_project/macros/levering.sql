{# A table that every delivery has, of all sources this target may read; `toegang` is that of the room it lies in. #}
{% macro geleverd(tabel) %}
    select *, 'open' as toegang from {{ source('levering', tabel) }}
    {% if target.name == 'leden' %}
        union all by name
        select *, 'beperkt' as toegang from {{ source('levering_beperkt', tabel) }}
    {% endif %}
{% endmacro %}

{# The same for the releases of this build. A source that was open before still lies in the open room: it is passed. #}
{% macro levering(tabel) %}
with alle as (
    {{ geleverd(tabel) }}
),

final as (
    select alle.* exclude (toegang)
    from alle
    semi join {{ ref('stg_releases') }} as r
        on alle.bron = r.bron and alle.release = r.release and alle.toegang = r.toegang
)

select * from final
{% endmacro %}
