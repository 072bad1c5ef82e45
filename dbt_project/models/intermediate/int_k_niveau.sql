-- Level of the index per area and year: measured and predicted parts by weight, where enough of the weight is measured.
with jaren as (
    select distinct niveau, indeling, jaar from {{ ref('int_onderdeel_meting') }}
),

nodig as (
    select niveau, indeling, jaar, list(onderdeel order by onderdeel) as onderdelen
    from {{ ref('int_onderdeel_jaar') }}
    where is_bruikbaar
    group by niveau, indeling, jaar
),

geweigerd as (
    select niveau, indeling, arg_min(reden, onderdeel) as reden from {{ ref('mrt_referentie') }}
    where status = 'geweigerd'
    group by niveau, indeling
),

gemeten as (
    select
        niveau, gebiedscode, indeling, jaar,
        list(onderdeel order by onderdeel) as onderdelen,
        sum(gewicht * z order by onderdeel) as som,
        sum(gewicht order by onderdeel) as dekking
    from {{ ref('fct_component') }}
    group by niveau, gebiedscode, indeling, jaar
),

voorspeld as (
    select
        niveau, gebiedscode, indeling, jaar,
        list(onderdeel order by onderdeel) as onderdelen,
        sum(j.gewicht * v.z_voorspeld order by onderdeel) as som
    from {{ ref('int_voorspelling') }} as v
    inner join {{ ref('int_onderdeel_jaar') }} as j using (niveau, indeling, jaar, onderdeel)
    group by niveau, gebiedscode, indeling, jaar
),

samen as (
    select
        i.niveau, i.gebiedscode, i.indeling, i.jaar,
        coalesce(g.dekking, 0) as dekking,
        g.som + coalesce(v.som, 0) as som,
        n.onderdelen as nodig,
        coalesce(g.onderdelen, []) as gemeten,
        coalesce(v.onderdelen, []) as voorspeld,
        list_filter(n.onderdelen, lambda o: not list_contains(list_concat(gemeten, voorspeld), o)) as ontbreekt,
        w.reden as weigering
    from {{ ref('int_inwoners_jaar') }} as i
    inner join jaren using (niveau, indeling, jaar)
    left join nodig as n using (niveau, indeling, jaar)
    left join geweigerd as w using (niveau, indeling)
    left join gemeten as g using (niveau, gebiedscode, indeling, jaar)
    left join voorspeld as v using (niveau, gebiedscode, indeling, jaar)
),

final as (
    select
        niveau, gebiedscode, indeling, jaar, dekking,
        list_aggregate(gemeten, 'string_agg', ', ') as onderdelen,
        list_aggregate(voorspeld, 'string_agg', ', ') as voorspeld,
        case
            when nodig is null and weigering is not null
                then 'geen onderdeel van de index heeft een landelijk gemiddelde: ' || weigering
            when nodig is null or len(gemeten) = 0 then 'geen onderdeel van de index is in ' || jaar || ' gemeten'
            when dekking < {{ var('gewicht_minimum') }} - 1e-9
                then 'in ' || jaar || ' is ' || {{ procent('dekking') }} || ' van het gewicht van de index gemeten ('
                || list_aggregate(gemeten, 'string_agg', ', ') || '); nodig is '
                || {{ procent(var('gewicht_minimum')) }}
            when len(ontbreekt) > 0
                then 'niet gemeten en niet te voorspellen: ' || list_aggregate(ontbreekt, 'string_agg', ', ')
        end as reden,
        if(reden is null, som, null) as waarde
    from samen
)

select * from final
