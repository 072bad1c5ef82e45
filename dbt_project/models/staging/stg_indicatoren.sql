-- The indicators of the package, of the user and of delivered kenmerken. `ruissoort`, and nothing else, says what
-- chance there is in a figure besides rounding: of what comes out of a model of its publisher the noise is told from
-- its own series (`model`), a share of persons in a restricted delivery has that of counting them (`binomiaal`). Of
-- both the statistics judge a change; all else is a registration, without such noise.
with alle as (
    select *, null::boolean as is_modelschatting, null::varchar as versie, null::varchar as opgevolgd_door
    from {{ ref('indicatoren') }}
    union all by name
    select * from {{ source('werk', 'indicatoren') }}
),

final as (
    select
        * exclude (is_modelschatting),
        case
            when soort = 'score' or bron = 'rivm_gezondheid' or is_modelschatting then 'model'
            when toegang = 'beperkt' and soort = 'percentage' then 'binomiaal'
        end as ruissoort,
        coalesce(ruissoort = 'model', false) as is_modelschatting
    from alle
)

select * from final
