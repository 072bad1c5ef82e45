{{ config(materialized = 'view') }}

-- Every figure of a series with one number for its cell: area, indicator and year. A change joins tens of millions of
-- figures to themselves, and one number costs much less than five columns. `naar_noemer` is what to add to the number
-- to come to the denominator of the same area and year.
with gebieden as (
    select niveau, gebiedscode, indeling, row_number() over (order by niveau, gebiedscode, indeling) as nr
    from {{ ref('int_gebied') }}
),

-- no expression is used twice: DuckDB would set it apart, and estimate what joins it wrongly
volgorde as (
    select list_sort(list(indicator)) as indicatoren from {{ ref('stg_indicatoren') }}
),

indicatoren as (
    select
        i.indicator,
        i.ruissoort is not null as is_geschat,
        list_position(v.indicatoren, i.indicator) * 10000 as nr,
        (list_position(v.indicatoren, i.noemer) - list_position(v.indicatoren, i.indicator)) * 10000 as naar_noemer
    from {{ ref('stg_indicatoren') }} as i
    cross join volgorde as v
),

final as (
    select
        r.niveau, r.gebiedscode, r.indeling, r.indicator, r.jaar, r.waarde, r.status, r.reden,
        g.nr * 1000000000 + i.nr::bigint + r.jaar as cel,
        i.naar_noemer,
        i.is_geschat,
        {{ methoderang('r.methode') }} as rang,
        r.dekking,
        coalesce(r.marge, 0) as marge,
        r.se_afronding,
        r.se_omklap
    from {{ ref('fct_reeks') }} as r
    inner join gebieden as g on r.niveau = g.niveau and r.gebiedscode = g.gebiedscode and r.indeling = g.indeling
    inner join indicatoren as i on r.indicator = i.indicator
)

select * from final
