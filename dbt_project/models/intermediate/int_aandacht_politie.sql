-- Nuisance that the police registered near both ends of each map period, and whether the difference is more than
-- chance: registrations are counts, so their noise is at least that of a Poisson process.
with cijfers as (
    select niveau, gebiedscode, indeling, jaar, waarde from {{ ref('fct_reeks') }}
    where indicator = 'p_overlast' and niveau in ('buurt', 'wijk') and waarde is not null
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

samen as (
    select
        g.niveau, g.gebiedscode, g.indeling, p.jaar_van, p.jaar_tot, p.meetjaar_van, p.meetjaar_tot,
        v.waarde as waarde_van, t.waarde, t.waarde - v.waarde as verschil,
        -- variance of each rate per 1,000 inhabitants
        1000 * (v.waarde / nullif(g.inwoners_van, 0) + t.waarde / nullif(g.inwoners, 0)) as variantie
    from {{ ref('int_kaartgebied') }} as g
    inner join perioden as p using (niveau, indeling, jaar_van, jaar_tot)
    inner join cijfers as t
        on g.niveau = t.niveau and g.gebiedscode = t.gebiedscode and g.indeling = t.indeling and p.meetjaar_tot = t.jaar
    left join cijfers as v
        on
            g.niveau = v.niveau and g.gebiedscode = v.gebiedscode and g.indeling = v.indeling
            and p.meetjaar_van = v.jaar and p.meetjaar_van < p.meetjaar_tot
    where g.inwoners >= {{ var('inwoners_minimum') }}
),

final as (
    select
        * exclude (variantie),
        coalesce(abs(verschil) > {{ var('aantoonbaar_z') }} * sqrt(variantie), false) as is_aantoonbaar
    from samen
)

select * from final
