{{ config(materialized = 'view') }}

-- Every figure of a series with one number for its cell: area, indicator and year. A change joins tens of millions of
-- figures to themselves, and one number costs much less than five columns. Its digits: two of the level, six of the
-- code of the area, three of the boundaries, four of the indicator, three of the year; of level and code they are the
-- numbers behind their words (macro maak_typen). `naar_noemer` is what to add to the number to come to the denominator
-- of the same area and year.

-- no expression is used twice: DuckDB would set it apart, and estimate what joins it wrongly
with volgorde as (
    select list_sort(list(indicator)) as indicatoren from {{ ref('stg_indicatoren') }}
),

indicatoren as (
    select
        i.indicator,
        i.ruissoort is not null as is_geschat,
        list_position(v.indicatoren, i.indicator) * 1000 as nr,
        (list_position(v.indicatoren, i.noemer) - list_position(v.indicatoren, i.indicator)) * 1000 as naar_noemer
    from {{ ref('stg_indicatoren') }} as i
    cross join volgorde as v
),

final as (
    select
        r.niveau, r.gebiedscode, r.indeling, r.indicator, r.jaar, r.waarde, r.status, r.reden,
        ((enum_code(r.niveau)::bigint * 1000000 + enum_code(r.gebiedscode)) * 1000 + r.indeling - 1900) * 10000000
        + i.nr + r.jaar - 1900 as cel,
        i.naar_noemer,
        i.is_geschat,
        {{ methoderang('r.methode') }} as rang,
        r.dekking,
        coalesce(r.marge, 0) as marge,
        r.se_afronding,
        r.se_omklap
    from {{ ref('fct_reeks') }} as r
    inner join indicatoren as i on r.indicator = i.indicator
)

select * from final
