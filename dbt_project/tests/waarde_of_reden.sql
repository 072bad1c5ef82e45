-- Vulnerability is a number or it is empty with a reason, never both and never neither.
with final as (
    select * from {{ ref('fct_kwetsbaarheid') }}
    where
        (waarde is null) = (reden is null)
        or not coalesce(isfinite(waarde), true)
)

select * from final
