-- The measures that maps show: an indicator, or `kwetsbaarheid`, which is no indicator but an index or a share.
with final as (
    select unnest(['p_wcorpw', 'kwetsbaarheid', 'onv']) as maat
)

select * from final
