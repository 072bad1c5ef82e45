{{ config(materialized = 'view') }}

-- Every mapped figure of every release of this build, of all sources in one long shape. A view: the rows are written
-- once, in fct_waarneming, from which all that follows reads.
with final as (
    {% for bron in bronnen() %}
        select * from {{ ref('stg_' ~ bron) }}
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
