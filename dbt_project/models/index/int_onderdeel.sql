-- The slots of the kwetsbaarheidsindex and the indicators that fill them, from the catalogue. `teken` turns a value so
-- that higher is more vulnerable. A catalogue whose weights make no index stops the build here.
with onderdelen as (
    select
        onderdeel,
        themagroep,
        indicator,
        gewicht::double as gewicht,
        if(richting = 'hoger_is_gunstiger', -1, 1) as teken,
        min::double as ondergrens,
        max::double as bovengrens
    from {{ ref('stg_indicatoren') }}
    where onderdeel is not null
),

slots as (
    select
        onderdeel,
        max(gewicht) as gewicht,
        bool_or(gewicht is null or gewicht < 0 or not isfinite(gewicht)) as onbruikbaar,
        min(gewicht) != max(gewicht) or count(distinct themagroep) != 1 as tegenstrijdig
    from onderdelen
    group by onderdeel
),

oordeel as (
    -- catalogues round a third: the rest of the rounding is taken out below
    select
        coalesce(sum(gewicht order by onderdeel), 0) as totaal,
        case
            when bool_or(onbruikbaar)
                then zin(
                    {{ sjabloon('onderdeel_zonder_gewicht') }},
                    { onderdelen: list(onderdeel order by onderdeel) filter (where onbruikbaar) }
                )
            when bool_or(tegenstrijdig)
                then zin(
                    {{ sjabloon('onderdeel_tegenstrijdig') }},
                    { onderdelen: list(onderdeel order by onderdeel) filter (where tegenstrijdig) }
                )
            when totaal <= 0 then 'de gewichten van de onderdelen tellen op tot nul'
            when abs(totaal - 1) > 0.001
                then zin({{ sjabloon('gewichten_tellen_op') }}, { totaal: totaal })
        end as fout
    from slots
),

final as (
    select
        d.onderdeel,
        d.themagroep,
        d.indicator,
        case
            when o.fout is not null then error(zin({{ sjabloon('index_fout') }}, { fout: o.fout }))::varchar::double
            else d.gewicht / o.totaal
        end as gewicht,
        d.teken,
        d.ondergrens,
        d.bovengrens
    from oordeel as o
    left join onderdelen as d on true
)

select * from final
where gewicht > 0
