-- Inhabitants of each area per vintage, for every year that its figures are about: of that year, else of the nearest
-- year published on the same boundaries.
with nodig as (
    select distinct niveau, indeling, jaar from {{ ref('int_bediening') }}
    where niveau in ({{ niveaus('nest') }})
),

geteld as (
    select distinct niveau, indeling, jaar as teljaar from {{ ref('int_bediening') }}
    where indicator = 'a_inw' and cijfers > 0
),

gekozen as (
    select n.niveau, n.indeling, n.jaar, g.teljaar
    from nodig as n
    inner join geteld as g on n.niveau = g.niveau and n.indeling = g.indeling
    qualify row_number() over (
        partition by n.niveau, n.indeling, n.jaar order by {{ nabijheid('g.teljaar', 'n.jaar', gelijk='later') }}
    ) = 1
),

final as (
    select
        k.niveau,
        k.indeling,
        k.jaar,
        w.gebiedscode,
        w.waarde as inwoners,
        w.se_afronding,
        k.teljaar != k.jaar as ander_jaar
    from gekozen as k
    inner join {{ ref('int_waarnemingen_gekozen') }} as w
        on k.niveau = w.niveau and k.indeling = w.indeling and k.teljaar = w.jaar and w.indicator = 'a_inw'
    where w.waarde is not null
)

select * from final
