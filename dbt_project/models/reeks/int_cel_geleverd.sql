-- Cells of the target vintage that hold a delivered figure, of those (year, level, indicator) that more than one
-- vintage serves: only there can a moved figure, or the reason of a gap, meet a delivered one.
with bediend as (
    select jaar, niveau, indicator, indeling from {{ ref('int_bediening') }}
    union
    select distinct jaar, niveau, indicator, indeling from {{ ref('int_waarnemingen_afgeleid') }}
),

gemengd as (
    select jaar, niveau, indicator from bediend
    group by all
    having count(distinct indeling) > 1
),

cijfers as (
    select w.niveau, w.gebiedscode, w.indeling, w.jaar, w.indicator
    from {{ ref('int_reeks_bron') }} as w
    semi join gemengd as g on w.jaar = g.jaar and w.niveau = g.niveau and w.indicator = g.indicator
),

final as (
    select c.niveau, c.gebiedscode, c.jaar, c.indicator
    from cijfers as c
    inner join {{ ref('stg_bouw') }} as b on c.indeling = b.doel_indeling
    union
    select c.niveau, o.naar_code, c.jaar, c.indicator
    from cijfers as c
    inner join {{ ref('int_ongewijzigd') }} as o
        on c.niveau = o.niveau and c.indeling = o.van_indeling and c.gebiedscode = o.van_code and o.zuiver
)

select * from final
