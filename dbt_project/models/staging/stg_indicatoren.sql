-- The indicators of the package and of the user. `ruissoort`, and nothing else, says what chance there is in a figure
-- besides rounding: of what comes out of a model of its publisher the noise is told from its own series (`model`), a
-- share of persons in a restricted delivery has that of counting them (`binomiaal`). Of both the statistics judge a
-- change; all else is a registration, without such noise.
with van_ons as (
    select * from {{ ref('indicatoren') }}
    {% if target.name == 'leden' %}
        union all by name
        select * from {{ ref('indicatoren_beperkt') }}
    {% endif %}
),

alle as (
    select * from van_ons
    union all by name
    select * from {{ source('werk', 'indicatoren') }}
),

final as (
    select
        *,
        case
            when soort = 'score' or bron in ('rivm_gezondheid', 'woonzorgwijzer') then 'model'
            when toegang = 'beperkt' and soort = 'percentage' then 'binomiaal'
        end as ruissoort
    from alle
)

select * from final
