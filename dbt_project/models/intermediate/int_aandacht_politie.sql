-- Nuisance that the police registered near both ends of each map period, and whether the difference is more than
-- chance: registrations are counts, so their noise is at least that of a Poisson process.
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
        arg_min(j.jaar, (abs(j.jaar - p.jaar_van), j.jaar))
            filter (where abs(j.jaar - p.jaar_van) <= {{ var('meetjaar_marge') }}) as meetjaar_van,
        arg_min(j.jaar, (abs(j.jaar - p.jaar_tot), j.jaar))
            filter (where abs(j.jaar - p.jaar_tot) <= {{ var('meetjaar_marge') }}) as meetjaar_tot
    from {{ ref('int_kaartperiode') }} as p cross join jaren as j
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

samen as (
    select
        e.*, e.waarde - e.waarde_van as verschil,
        -- variance of each rate per 1,000 inhabitants
        1000 * (e.waarde_van / nullif(g.inwoners_van, 0) + e.waarde / nullif(g.inwoners, 0)) as variantie
    from einden as e
    inner join {{ ref('int_kaartgebied') }} as g using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where g.inwoners >= {{ var('inwoners_minimum') }} and e.waarde is not null
),

final as (
    select
        * exclude (variantie),
        coalesce(abs(verschil) > {{ var('aantoonbaar_z') }} * sqrt(variantie), false) as is_aantoonbaar
    from samen
)

select * from final
