-- Level of the index per area and year: measured and predicted parts by weight, where enough of the weight is measured.
-- Parts are sorted before they are summed: the last digit must not depend on threads.
with jaren as (
    select distinct niveau, indeling, jaar from {{ ref('int_onderdeel_meting') }}
),

nodig as (
    select niveau, indeling, jaar, list_sort(list(onderdeel)) as nodig from {{ ref('int_onderdeel_jaar') }}
    where is_bruikbaar
    group by niveau, indeling, jaar
),

geweigerd as (
    select niveau, indeling, arg_min(reden, onderdeel) as weigering from {{ ref('mrt_referentie') }}
    where status = 'geweigerd'
    group by niveau, indeling
),

gemeten as (
    select niveau, gebiedscode, indeling, jaar, list_sort(list({ o: onderdeel, w: gewicht, z: z })) as gemeten
    from {{ ref('fct_component') }}
    group by niveau, gebiedscode, indeling, jaar
),

voorspeld as (
    select
        niveau, gebiedscode, indeling, jaar,
        list_sort(list({ o: onderdeel, w: gewicht, z: z_voorspeld })) as voorspeld
    from {{ ref('int_voorspelling') }}
    inner join {{ ref('int_onderdeel_jaar') }} using (niveau, indeling, jaar, onderdeel)
    group by niveau, gebiedscode, indeling, jaar
),

samen as (
    select
        i.niveau, i.gebiedscode, i.indeling, i.jaar, n.nodig, w.weigering,
        coalesce(list_sum(list_transform(g.gemeten, lambda s: s['w'])), 0) as dekking,
        list_sum(list_transform(g.gemeten, lambda s: s['w'] * s['z']))
        + coalesce(list_sum(list_transform(v.voorspeld, lambda s: s['w'] * s['z'])), 0) as som,
        coalesce(list_transform(g.gemeten, lambda s: s['o']), []) as gemeten,
        coalesce(list_transform(v.voorspeld, lambda s: s['o']), []) as voorspeld
    from {{ ref('int_inwoners_jaar') }} as i
    inner join jaren using (niveau, indeling, jaar)
    left join nodig as n using (niveau, indeling, jaar)
    left join geweigerd as w using (niveau, indeling)
    left join gemeten as g using (niveau, gebiedscode, indeling, jaar)
    left join voorspeld as v using (niveau, gebiedscode, indeling, jaar)
),

beoordeeld as (
    select
        niveau, gebiedscode, indeling, jaar, dekking, som,
        nullif(array_to_string(gemeten, ', '), '') as onderdelen,
        nullif(array_to_string(voorspeld, ', '), '') as voorspeld,
        case
            when nodig is null and weigering is not null
                then zin({{ sjabloon('index_geweigerd') }}, { weigering: weigering })
            when len(gemeten) = 0 then zin({{ sjabloon('index_niet_gemeten') }}, { jaar: jaar })
            when dekking < {{ var('gewicht_minimum') }} - 1e-9
                then zin(
                    {{ sjabloon('index_te_licht') }},
                    { jaar: jaar, dekking: dekking, gemeten: gemeten, nodig: {{ var('gewicht_minimum') }} }
                )
            when len(gemeten) + len(samen.voorspeld) < len(nodig)
                then zin({{ sjabloon('index_mist') }}, {
                    onderdelen: list_filter(
                        nodig, lambda o: not list_contains(list_concat(gemeten, samen.voorspeld), o)
                    )
                })
        end as reden
    from samen
),

final as (
    select * exclude (som), if(reden is null, som, null) as waarde from beoordeeld
)

select * from final
