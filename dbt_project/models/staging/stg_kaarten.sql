-- The maps of the seed; those of a restricted measure exist in target leden only.
with final as (
    select * from {{ ref('kaarten') }}
    where toegang = 'open' or '{{ target.name }}' = 'leden'
)

select * from final
