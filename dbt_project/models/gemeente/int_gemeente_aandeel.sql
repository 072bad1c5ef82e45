{{ config(tags=['kaart']) }}
-- Per gemeente, region and the country: what each category holds, as share of what has a value, and how much has one.
with gebieden as (
    select distinct niveau, gebiedscode, indeling from {{ ref('int_gemeente_lid') }}
),

samen as (
    -- a category of the legend without buurten is 0, not absent
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, groep, categorie, betekenis,
        true as heeft_waarde, 0 as buurten, 0 as inwoners, 0 as gemeenten
    from {{ ref('int_gemeente_categorie') }}
    inner join gebieden using (indeling)
    union all by name
    select * from {{ ref('int_gemeente_som') }}
),

geteld as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, groep, categorie,
        bool_and(heeft_waarde) as heeft_waarde,
        any_value(betekenis) as betekenis,
        sum(buurten)::bigint as buurten,
        sum(inwoners)::double as inwoners, -- of one row, and the zero of the legend
        sum(gemeenten)::integer as gemeenten,
        any_value(som) as som,
        any_value(inwoners_alle) as inwoners_alle
    from samen
    group by all
),

verdeeld as (
    select
        *,
        if(groep is null, inwoners, sum(inwoners) filter (where heeft_waarde) over deling) as met_waarde,
        if(groep is null, inwoners_alle, sum(inwoners) over deling) as alle
    from geteld
    window deling as (
        partition by niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, groep
        order by categorie rows between unbounded preceding and unbounded following
    )
),

final as (
    select
        v.* exclude (inwoners, som, inwoners_alle, met_waarde, alle),
        -- of chances the sum is the number expected
        v.onderwerp = 'beide_toegenomen' as is_verwacht,
        if(is_verwacht, v.som, v.inwoners) as inwoners,
        case
            when is_verwacht then v.som / nullif(v.met_waarde, 0)
            when v.groep is not null and v.heeft_waarde then v.inwoners / nullif(v.met_waarde, 0)
        end as aandeel,
        case when not is_verwacht then v.som / nullif(v.inwoners, 0) end as waarde,
        coalesce(v.met_waarde, 0) / nullif(v.alle, 0) * if(v.niveau = 'land', l.deel, 1) as dekking
    from verdeeld as v
    left join {{ ref('int_gemeente_land') }} as l using (indeling, jaar_van, jaar_tot)
)

select * from final
