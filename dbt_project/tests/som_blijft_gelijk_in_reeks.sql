{{ config(severity = 'warn') }}

-- The same in the published series, per release: what weights carry over arrives there. Warns, since on a border of two
-- deliveries one figure may rightly give way to the other.
with overgedragen as (
    select van_indeling, van_code, sum(gewicht) as gewicht
    from {{ source('gebieden', 'gewichten') }}
    where niveau = {{ grondniveau() }} and naar_indeling = (select doel_indeling from {{ ref('stg_bouw') }})
    group by van_indeling, van_code
),

oud as (
    select w.release, w.jaar, w.indicator, sum(w.waarde * g.gewicht) as som
    from {{ ref('int_reeks_bron') }} as w
    inner join {{ ref('stg_indicatoren') }} as i
        on w.indicator = i.indicator and i.soort = 'aantal' and i.toegang = 'open'
    inner join overgedragen as g on w.indeling = g.van_indeling and w.gebiedscode = g.van_code
    where w.niveau = {{ grondniveau() }} and w.indeling != (select doel_indeling from {{ ref('stg_bouw') }})
    group by w.release, w.jaar, w.indicator
),

nieuw as (
    select release, jaar, indicator, sum(som_bekend) as som
    from {{ ref('fct_reeks') }}
    where niveau = {{ grondniveau() }} and indeling = (select doel_indeling from {{ ref('stg_bouw') }})
    group by release, jaar, indicator
),

final as (
    select
        o.*,
        n.som as nieuwe_som
    from oud as o
    left join nieuw as n using (release, jaar, indicator)
    where abs(coalesce(n.som, 0) - coalesce(o.som, 0)) > 1e-9 * greatest(1, abs(o.som))
)

select * from final
