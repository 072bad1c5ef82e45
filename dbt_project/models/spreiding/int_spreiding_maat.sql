{{ config(tags=['kaart']) }}

-- All measures of spread in one shape: those of SQL at both ends of a period, and what `veerkracht.statistics` adds.
with lang as (
    unpivot {{ ref('int_spreiding') }}
    on d, isolatie, gini, theil_h, theil_h_tussen, theil_h_binnen
    into name maat value waarde
),

gemeten as (
    select
        niveau, gebiedscode, indeling, groep, jaar_van, jaar_tot, if(maat = 'd', 'D', maat) as maat,
        max(waarde) filter (where einde = 'van') as waarde_van,
        max(waarde) filter (where einde = 'tot') as waarde_tot,
        waarde_tot - waarde_van as verschil,
        any_value(dekking) as dekking,
        any_value(n) as n
    from lang
    group by all
),

final as (
    select * from gemeten
    union all by name
    select * from {{ source('statistiek', 'spreiding') }}
)

select * from final
