-- Members of each group and the total they are part of, per buurt of the target boundaries and year.
with nodig as (
    select unnest([teller, aandeel, noemer]) as indicator from {{ ref('int_spreiding_groep') }}
),

cijfers as (
    select gebiedscode, indeling, jaar, indicator, waarde, marge
    from {{ ref('fct_reeks') }}
    inner join {{ ref('stg_bouw') }} on indeling = doel_indeling
    where niveau = {{ grondniveau() }} and waarde is not null and indicator in (select indicator from nodig)
),

samen as (
    select
        g.groep,
        g.is_bewoners,
        g.aandeel is not null as uit_aandeel,
        n.gebiedscode,
        n.indeling,
        n.jaar,
        n.waarde as totaal,
        n.marge as marge_totaal,
        -- of no dwellings or households no share is published: there are none of the group either
        if(n.waarde = 0, 0, t.waarde) as cijfer,
        if(n.waarde = 0, 0, t.marge) as marge_cijfer
    from {{ ref('int_spreiding_groep') }} as g
    inner join cijfers as n on g.noemer = n.indicator
    left join cijfers as t
        on
            coalesce(g.teller, g.aandeel) = t.indicator
            and n.gebiedscode = t.gebiedscode
            and n.indeling = t.indeling
            and n.jaar = t.jaar
),

final as (
    select
        * exclude (cijfer),
        -- rounding can make a count larger than its total
        least(totaal, if(uit_aandeel, totaal * cijfer / 100, cijfer)) as aantal
    from samen
    where cijfer is not null
)

select * from final
