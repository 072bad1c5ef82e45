{{ config(tags=['kaart']) }}
-- Nuisance that the police registered near both ends of each map period, with the verdict on the difference and the
-- chance that more than chance made it rise.
with cijfers as materialized (
    select niveau, gebiedscode, indeling, jaar, waarde from {{ ref('fct_reeks') }}
    where indicator = 'p_overlast' and niveau in ({{ niveaus('kaart') }}) and waarde is not null
),

jaren as (
    select distinct niveau, indeling, jaar from cijfers
),

perioden as (
    select
        p.jaar_van, p.jaar_tot, j.niveau, j.indeling,
        arg_min(j.jaar, {{ nabijheid('j.jaar', 'p.jaar_van') }})
            filter (where abs(j.jaar - p.jaar_van) <= {{ var('meetjaar_marge') }}) as meetjaar_van,
        arg_min(j.jaar, {{ nabijheid('j.jaar', 'p.jaar_tot') }})
            filter (where abs(j.jaar - p.jaar_tot) <= {{ var('meetjaar_marge') }}) as meetjaar_tot
    from {{ ref('int_kaart_periode') }} as p cross join jaren as j
    group by all
),

einden as (
    select
        c.niveau, c.gebiedscode, c.indeling, p.jaar_van, p.jaar_tot, p.meetjaar_van, p.meetjaar_tot,
        any_value(c.waarde) filter (where c.jaar = p.meetjaar_van and p.meetjaar_van < p.meetjaar_tot) as waarde_van,
        any_value(c.waarde) filter (where c.jaar = p.meetjaar_tot) as waarde
    from cijfers as c
    inner join perioden as p
        on c.niveau = p.niveau and c.indeling = p.indeling and c.jaar in (p.meetjaar_van, p.meetjaar_tot)
    group by all
),

met_z as (
    -- what is registered are events, and these come and go by chance: the variance of each rate per 1,000 inhabitants
    -- is at least that of a count
    select
        e.*, e.waarde - e.waarde_van as verschil, v.oordeel,
        verschil / nullif(sqrt(1000 * (e.waarde_van / nullif(g.inwoners_van, 0) + e.waarde / g.inwoners)), 0) as z
    from einden as e
    inner join {{ ref('int_kaart_gebied') }} as g using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    left join {{ ref('fct_verandering') }} as v
        on
            v.indicator = 'p_overlast' and e.niveau = v.niveau and e.gebiedscode = v.gebiedscode
            and e.indeling = v.indeling and e.meetjaar_van = v.jaar_van and e.meetjaar_tot = v.jaar_tot
    where g.inwoners >= {{ var('inwoners_minimum') }} and e.waarde is not null
),

met_staart as (
    select *, {{ normale_staart('z') }} as staart from met_z
),

final as (
    select * exclude (z, staart), if(z > 0, 1 - staart, staart) as kans_toename from met_staart
)

select * from final
