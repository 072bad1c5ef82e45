-- afw is the sum of the five dimensions: a file that breaks this is not the Leefbaarometer 3.0 we think it is.
with naast_elkaar as (
    select
        release,
        jaar,
        gebiedscode,
        max(waarde) filter (where indicator = 'afw') as afw,
        sum(waarde) filter (where indicator in ('fys', 'onv', 'soc', 'vrz', 'won')) as som,
        count(waarde) filter (where indicator in ('fys', 'onv', 'soc', 'vrz', 'won')) as dimensies
    from {{ ref('fct_waarneming') }}
    where bron = 'leefbaarometer'
    group by all
),

final as (
    select * from naast_elkaar
    where dimensies = 5 and abs(afw - som) > 0.002
)

select * from final
