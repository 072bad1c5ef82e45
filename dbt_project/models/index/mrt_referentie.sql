-- National mean and deviation of each indicator of the index, weighted by inhabitants, in the year of the settings or
-- the nearest year in which the country was measured.
with gekozen as (
    select * from {{ ref('int_onderdeel_meting') }}
    qualify row_number() over (
        partition by niveau, indeling, indicator
        order by
            is_bruikbaar desc,
            if(is_bruikbaar, {{ nabijheid('jaar', var('referentiejaar')) }}, 0),
            dekking desc nulls last, n desc, jaar
    ) = 1
),

waarden as (
    select w.niveau, w.indeling, w.indicator, w.gebiedscode, w.waarde, w.inwoners
    from {{ ref('int_onderdeel_waarde') }} as w
    semi join gekozen as g
        on w.niveau = g.niveau and w.indeling = g.indeling and w.indicator = g.indicator and w.jaar = g.jaar
    where w.is_bewoond
),

gemiddelden as (
    -- summed in a fixed order: the last digit must not depend on threads
    select
        niveau, indeling, indicator,
        sum(waarde * inwoners order by gebiedscode) / {{ vaste_som('inwoners') }} as gemiddelde
    from waarden
    group by niveau, indeling, indicator
),

spreiding as (
    select
        niveau, indeling, indicator, gemiddelde,
        sum(inwoners * (waarde - gemiddelde) ** 2 order by gebiedscode) / {{ vaste_som('inwoners') }} as variantie,
        min(waarde) = max(waarde) as is_gelijk,
        max(inwoners * (waarde - gemiddelde) ** 2) / {{ vaste_som('inwoners') }} as grootste_bijdrage,
        arg_max(gebiedscode, inwoners * (waarde - gemiddelde) ** 2) as uitschieter
    from waarden
    inner join gemiddelden using (niveau, indeling, indicator)
    group by niveau, indeling, indicator, gemiddelde
),

beoordeeld as (
    select
        g.*,
        s.gemiddelde,
        sqrt(s.variantie) as sd,
        case
            when not g.is_landelijk then {{ niet_landelijk('g.dekking') }}
            when g.n < {{ var('component_minimum') }}
                then zin({{ sjabloon('te_weinig_gebieden') }}, { n: g.n, nodig: {{ var('component_minimum') }} })
            when s.is_gelijk then 'alle gebieden hebben dezelfde waarde'
            when s.grootste_bijdrage > {{ var('uitschieter_aandeel') }} * s.variantie
                then zin(
                    {{ sjabloon('uitschieter') }},
                    { gebied: s.uitschieter, aandeel: s.grootste_bijdrage / s.variantie }
                )
        end as bezwaar
    from gekozen as g
    inner join spreiding as s using (niveau, indeling, indicator)
),

final as (
    select
        niveau, indeling, onderdeel, indicator,
        {{ var('referentiejaar') }}::smallint as referentiejaar,
        jaar, n::integer as n, dekking, gemiddelde, sd,
        if(bezwaar is null, 'gebruikt', 'geweigerd') as status,
        case
            when bezwaar is not null then bezwaar
            when jaar != {{ var('referentiejaar') }}
                then zin({{ sjabloon('ander_referentiejaar') }}, { jaar: {{ var('referentiejaar') }} })
        end as reden
    from beoordeeld
)

select * from final
