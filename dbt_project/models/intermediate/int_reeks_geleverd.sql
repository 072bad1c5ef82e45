{{ config(materialized = 'view') }}

-- Series values that are a delivered figure: on the target vintage, of an area that did not change, and, where one
-- release serves all years, on its own boundaries.
with cijfers as (
    select w.*, r.reeks = 'een_release_voor_alle_jaren' as zelfde_indeling, r.toegang, b.doel_indeling
    from {{ ref('int_reeksbron') }} as w
    inner join {{ ref('stg_releases') }} as r on w.bron = r.bron and w.release = r.release
    cross join {{ ref('stg_bouw') }} as b
),

op_doel as (
    select
        c.* replace (coalesce(o.naar_code, c.gebiedscode) as gebiedscode, c.doel_indeling as indeling),
        case
            when c.indeling = c.doel_indeling and c.zelfde_indeling then 'zelfde_indeling'
            when o.naar_code is not null then 'ongewijzigd'
            else 'geleverd'
        end as methode
    from cijfers as c
    left join {{ ref('int_ongewijzigd') }} as o
        on
            c.niveau = o.niveau and c.indeling = o.van_indeling and c.gebiedscode = o.van_code
            and o.zuiver and c.toegang = 'open'
    where c.indeling = c.doel_indeling or c.niveau = 'land' or o.naar_code is not null
),

op_eigen_grenzen as (
    select *, 'zelfde_indeling' as methode from cijfers
    where zelfde_indeling and indeling != doel_indeling
),

final as (
    select * from op_doel
    union all
    select * from op_eigen_grenzen
)

select niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, release, bron, status, marge from final
