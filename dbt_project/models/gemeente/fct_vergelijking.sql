-- Gemeenten most alike: nearest in standardised (log) inhabitants, (log) urbanity and share of corporation dwellings.
with nieuwste as (
    select
        r.gebiedscode, r.indeling,
        arg_max(r.waarde, r.jaar) filter (where r.indicator = 'a_inw') as inwoners,
        arg_max(r.waarde, r.jaar) filter (where r.indicator = 'ste_oad') as adressendichtheid,
        arg_max(r.waarde, r.jaar) filter (where r.indicator = 'bev_dich') as bevolkingsdichtheid,
        arg_max(r.waarde, r.jaar) filter (where r.indicator = 'p_wcorpw') as corporatiebezit
    from {{ ref('fct_reeks') }} as r
    inner join {{ ref('dim_gebied') }} as g using (niveau, gebiedscode, indeling)
    where
        r.niveau = 'gemeente' and r.indicator in ('a_inw', 'ste_oad', 'bev_dich', 'p_wcorpw')
        and g.is_doel and g.water = 'land' and r.waarde is not null
    group by all
),

gekozen as (
    -- one measure of urbanity for all: density of addresses if every gemeente has it
    select
        gebiedscode, indeling, inwoners, corporatiebezit,
        if(bool_and(adressendichtheid is not null) over (), adressendichtheid, bevolkingsdichtheid) as stedelijkheid,
        if(bool_and(adressendichtheid is not null) over (), 'ste_oad', 'bev_dich') as stedelijkheid_maat
    from nieuwste
    where inwoners >= {{ var('inwoners_minimum') }}
),

gestandaardiseerd as (
    select
        {% for x in ['ln(inwoners)', 'ln(1 + stedelijkheid)', 'corporatiebezit'] -%}
            coalesce(({{ x }} - avg({{ x }}) over alle) / nullif(stddev_pop({{ x }}) over alle, 0), 0)
                as z{{ loop.index }},
        {% endfor -%}
        *
    from gekozen
    where stedelijkheid is not null and corporatiebezit is not null
    window alle as (order by gebiedscode rows between unbounded preceding and unbounded following)
),

paren as (
    select
        a.gebiedscode, a.indeling, p.gebiedscode as peer, a.stedelijkheid_maat,
        sqrt((a.z1 - p.z1) ** 2 + (a.z2 - p.z2) ** 2 + (a.z3 - p.z3) ** 2) as afstand,
        a.inwoners, p.inwoners as inwoners_peer,
        a.stedelijkheid, p.stedelijkheid as stedelijkheid_peer,
        a.corporatiebezit, p.corporatiebezit as corporatiebezit_peer
    from gestandaardiseerd as a
    inner join gestandaardiseerd as p on a.gebiedscode != p.gebiedscode
),

final as (
    select
        gebiedscode, indeling, peer,
        row_number() over (partition by gebiedscode order by round(afstand, 9), peer)::integer as rang,
        * exclude (gebiedscode, indeling, peer)
    from paren
    qualify rang <= {{ var('vergelijkbare_gemeenten') }}
)

select * from final
