-- Whether the areas with a value on a map hold enough of the country for national limits, deviations and models.
with land as (
    select jaar, max(inwoners) as inwoners from {{ ref('int_inwoners_jaar') }}
    where niveau = 'land' and is_doel
    group by jaar
),

waarden as (
    select niveau, indeling, jaar_van, jaar_tot, maat, 'niveau' as soort, waarde, inwoners from {{ ref('int_maat') }}
    union all
    select niveau, indeling, jaar_van, jaar_tot, maat, 'verandering' as soort, verschil, inwoners
    from {{ ref('int_maat') }}
),

geteld as (
    select
        w.niveau, w.indeling, w.jaar_van, w.jaar_tot, w.maat, w.soort,
        count(w.waarde)::integer as n,
        case
            when count(w.waarde) = 0 then 0
            else least(1, {{ vaste_som('if(w.waarde is null, null, w.inwoners)') }} / max(l.inwoners))
        end::double as dekking
    from waarden as w
    left join land as l on w.jaar_tot = l.jaar
    group by w.niveau, w.indeling, w.jaar_van, w.jaar_tot, w.maat, w.soort
),

final as (
    select
        *,
        {{ landelijk('dekking') }} as is_toegestaan,
        if(is_toegestaan, null, {{ niet_landelijk('dekking') }}) as reden
    from geteld
)

select * from final
