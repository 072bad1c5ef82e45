-- Inhabitants of every area and of the country in each year that a map or an index is about: of that year, else of the
-- nearest year with a count, else the newest known. They weigh everything on maps.
with jaren as (
    select distinct jaar from {{ ref('int_kaart_reeks') }}
    union
    select jaar::smallint as jaar from (values {{ kaartjaren() }}) as t (jaar)
    where jaar is not null
),

gebieden as (
    select niveau, gebiedscode, indeling, gemeentecode, is_doel, inwoners from {{ ref('dim_gebied') }}
    where water = 'land'
        and (is_doel or (niveau, indeling) in (select (niveau, indeling) from {{ ref('int_kaart_reeks') }}))
),

geteld as (
    select niveau, gebiedscode, indeling, jaar as teljaar, waarde from {{ ref('int_kaart_reeks') }}
    where indicator = 'a_inw' and waarde is not null
),

final as (
    select
        g.niveau,
        g.gebiedscode,
        g.indeling,
        g.gemeentecode,
        g.is_doel,
        j.jaar,
        coalesce(arg_min(t.waarde, {{ nabijheid('t.teljaar', 'j.jaar') }}), g.inwoners) as inwoners
    from gebieden as g
    cross join jaren as j
    left join geteld as t on g.niveau = t.niveau and g.gebiedscode = t.gebiedscode and g.indeling = t.indeling
    group by g.niveau, g.gebiedscode, g.indeling, g.gemeentecode, g.is_doel, j.jaar, g.inwoners
)

select * from final
