-- The measures that maps show: an indicator, or `kwetsbaarheid`, which is no indicator but an index or a share.
with final as (
    select distinct unnest(string_split(maat, '+')) as maat from {{ ref('stg_kaarten') }}
)

select * from final
