-- Areas of an older or newer vintage that are the same area on the target vintage, per level. `zuiver`: the weights say
-- so too, one to one; only then may a buurt skip the weights without breaking a sum.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

gewichten as (
    select
        *,
        count(*) over (partition by van_indeling, van_code) = 1
        and count(*) over (partition by van_indeling, naar_code) = 1
        and gewicht > 1 - 1e-9 as zuiver
    from {{ source('gebieden', 'gewichten') }}
    where niveau = {{ grondniveau() }}
        and naar_indeling = (select doel_indeling from doel) and van_indeling != naar_indeling
),

final as (
    select
        w.niveau,
        w.van_indeling,
        w.van_code,
        w.naar_code,
        w.klasse,
        w.niveau != {{ grondniveau() }} or coalesce(g.zuiver, false) as zuiver
    from {{ ref('fct_wijziging') }} as w
    left join gewichten as g
        on w.van_indeling = g.van_indeling and w.van_code = g.van_code and w.naar_code = g.naar_code
    where
        w.naar_indeling = (select doel_indeling from doel)
        and w.van_indeling != w.naar_indeling
        and w.klasse in ('ongewijzigd', 'hernummerd')
        and w.van_code is not null
        and w.naar_code is not null
)

select * from final
