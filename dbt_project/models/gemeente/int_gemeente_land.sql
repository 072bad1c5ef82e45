{{ config(tags=['kaart']) }}
-- Which part of the inhabitants of the country the loaded buurten hold, per period.
with geladen as (
    select indeling, jaar_van, jaar_tot, sum(inwoners order by gebiedscode) as inwoners
    from {{ ref('int_gemeente_gebied') }}
    group by all
),

land as (
    select indeling, jaar, waarde as inwoners from {{ ref('fct_reeks') }}
    where niveau = 'land' and indicator = 'a_inw' and waarde > 0
),

final as (
    select
        g.indeling, g.jaar_van, g.jaar_tot,
        -- rounded buurten may add up to a little more than the country
        least(1, g.inwoners / arg_min(l.inwoners, {{ nabijheid('l.jaar', 'g.jaar_tot') }})) as deel
    from geladen as g
    left join land as l using (indeling)
    group by g.indeling, g.jaar_van, g.jaar_tot, g.inwoners
)

select * from final
