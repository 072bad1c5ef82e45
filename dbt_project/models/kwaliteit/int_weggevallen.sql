{{ config(materialized = 'view') }}

-- Delivered figures that are in no series of the target vintage, each with its `oorzaak`: another release was chosen,
-- there is no area of the target at its place, or other figures of that place went first. `deel`: the part of the
-- figure that this is about.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

verdrongen as (
    select
        w.bron, w.release, w.jaar, w.niveau, w.gebiedscode, w.indeling, w.indicator, w.waarde, 1.0 as deel,
        'andere_release' as oorzaak, v.door_bron, v.door_release, v.hele_reeks, v.grond
    from {{ ref('fct_waarneming') }} as w
    inner join {{ ref('int_verdrongen') }} as v
        on
            w.bron = v.bron and w.release = v.release and w.niveau = v.niveau and w.indicator = v.indicator
            and w.jaar = v.jaar and {{ gemeentesleutel('w.niveau', 'w.gebiedscode') }} = v.gemeente
),

-- only where more than one vintage serves a year can figures of two meet on one area
gemengd as (
    select jaar, indicator from {{ ref('int_bediening') }}
    where niveau = {{ grondniveau() }}
    group by all
    having count(distinct indeling) > 1
),

gebotst as (
    select
        w.bron, w.release, w.jaar, w.niveau, w.gebiedscode, w.indeling, w.indicator, w.waarde, d.gewicht as deel,
        'ander_cijfer' as oorzaak, r.bron as door_bron, r.release as door_release
    from {{ ref('int_waarnemingen_gekozen') }} as w
    semi join gemengd as g on w.jaar = g.jaar and w.indicator = g.indicator
    inner join {{ ref('stg_indicatoren') }} as i
        on w.indicator = i.indicator and i.toegang = 'open' and i.soort != 'index'
    inner join {{ ref('int_omklap_delen') }} as d
        on w.niveau = d.niveau and w.indeling = d.van_indeling and w.gebiedscode = d.van_code
    inner join {{ ref('fct_reeks') }} as r
        on
            w.niveau = r.niveau and d.naar_code = r.gebiedscode and w.jaar = r.jaar and w.indicator = r.indicator
            and r.indeling = (from doel)
    anti join {{ ref('int_reeks_omgeklapt') }} as o
        on
            w.niveau = o.niveau and d.naar_code = o.gebiedscode and w.indeling = o.van_indeling and w.jaar = o.jaar
            and w.indicator = o.indicator
    where w.niveau = {{ grondniveau() }}
),

final as (
    select * from verdrongen
    union all by name
    select *, 1.0 as deel from {{ ref('int_zonder_plaats') }}
    union all by name
    select * from gebotst
)

select * from final
