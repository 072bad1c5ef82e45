-- A figure has status waarde, a gap has another; missing is never 0.
with final as (
    select bron, release, gebiedscode, jaar, indicator from {{ ref('fct_waarneming') }}
    where (waarde is null) = (status = 'waarde')
    union all
    select bron, release, gebiedscode, jaar, indicator from {{ ref('fct_reeks') }}
    where (waarde is null) = (status = 'waarde')
)

select * from final
