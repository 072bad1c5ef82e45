-- The ten maps of the seed and those of the user; of a restricted measure in target leden only.
with samen as (
    select * from {{ ref('kaarten') }}
    union all by name
    select * from {{ source('werk', 'kaarten') }}
),

final as (
    select * from samen
    where toegang = 'open' or '{{ target.name }}' = 'leden'
)

select * from final
