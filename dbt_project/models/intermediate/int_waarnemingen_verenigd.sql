-- Every mapped figure of every release of this build, of all sources in one long shape.
with final as (
    {% for bron in bronnen() %}
        select * from {{ ref('stg_' ~ bron) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
