-- depends_on: {{ ref('int_woord') }}
-- Areas of an older or newer vintage that are the same area on the target vintage, per level. `zuiver`: the weights say
-- so too, only then may it skip them without breaking a sum. Of a buurt one to one; of a larger area, which may lose or
-- gain a piece, no other area came into it whole.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

opgegaan as (
    select g.niveau, g.van_indeling, g.van_code, g.naar_code
    from {{ source('gebieden', 'gewichten') }} as g
    anti join {{ source('gebieden', 'lijst') }} as w
        on
            g.niveau = w.niveau and g.van_indeling = w.indeling and g.van_code = w.gebiedscode
            and w.water != 'land'
    where g.naar_indeling = (select doel_indeling from doel) and g.gewicht > 1 - 1e-9
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
        if(
            w.niveau = {{ grondniveau() }},
            coalesce(g.zuiver, false),
            not exists (
                select 1 from opgegaan as o
                where
                    w.niveau = o.niveau and w.van_indeling = o.van_indeling and w.naar_code = o.naar_code
                    and w.van_code != o.van_code
            )
        ) as zuiver
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
