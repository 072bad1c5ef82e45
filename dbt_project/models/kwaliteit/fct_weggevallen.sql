-- Which delivered figures are in no series of the target vintage, and why: one row per release, year, level, indicator
-- and cause. Figures that another release has as well are no loss: `onvervangen` counts the others. Of restricted ones
-- no sum and no area: neither may tell of a few people.
with elders as (
    select distinct jaar, niveau, gebiedscode, indicator from {{ ref('int_waarnemingen_gekozen') }}
    where waarde is not null
),

geteld as (
    select
        w.bron,
        w.release,
        w.jaar,
        w.niveau,
        w.indeling,
        w.indicator,
        w.oorzaak,
        w.door_bron,
        w.door_release,
        w.hele_reeks,
        w.grond,
        count(distinct w.gebiedscode)::integer as gebieden,
        (count(distinct w.gebiedscode) filter (where w.waarde is not null))::integer as cijfers,
        (count(distinct w.gebiedscode) filter (
            where w.waarde is not null and (w.oorzaak != 'andere_release' or e.gebiedscode is null)
        ))::integer as onvervangen,
        {{ vaste_som("w.waarde * w.deel") }} as som,
        min(w.gebiedscode) as voorbeeld
    from {{ ref('int_weggevallen') }} as w
    left join elders as e
        on w.jaar = e.jaar and w.niveau = e.niveau and w.gebiedscode = e.gebiedscode and w.indicator = e.indicator
    group by all
),

getoond as (
    select
        g.* replace (
            if(i.soort = 'aantal' and i.toegang = 'open', g.som, null) as som,
            if(i.toegang = 'open', g.voorbeeld, null) as voorbeeld
        )
    from geteld as g
    inner join {{ ref('stg_indicatoren') }} as i on g.indicator = i.indicator
),

final as (
    select
        g.bron, g.release, g.jaar, g.niveau, g.indeling, g.indicator, g.oorzaak, g.door_bron, g.door_release,
        case g.oorzaak
            when 'andere_release' then zin({{ sjabloon('andere_release') }}, {
                bron: g.door_bron, release: g.door_release, grond: g.grond,
                reeks: if(g.hele_reeks, 'één levering dient alle jaren van deze reeks', null)
            })
            when 'ander_cijfer' then zin({{ sjabloon('ander_cijfer') }}, { bron: g.door_bron, release: g.door_release })
            when 'geen_grenzen' then zin({{ sjabloon('zonder_grenzen') }}, { indeling: g.indeling, meervoud: null })
            when 'geen_omtrek' then zin({{ sjabloon('zonder_omtrek') }}, { indeling: g.indeling, code: g.voorbeeld })
            when 'beperkt' then {{ sjabloon('afgeschermd_omgerekend') }}
            when 'water' then zin({{ sjabloon('op_water') }}, { indeling: g.indeling, code: g.voorbeeld })
            else zin({{ sjabloon('geen_opvolger') }}, { doel: b.doel_indeling, code: g.voorbeeld })
        end as reden,
        g.gebieden, g.cijfers, g.onvervangen, g.som, g.voorbeeld
    from getoond as g
    cross join {{ ref('stg_bouw') }} as b
)

select * from final
