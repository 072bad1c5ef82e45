{{ config(materialized = 'view') }}

-- Series values that are a delivered figure: on the target vintage, of an area that did not change, and, where one
-- release serves all years, on its own boundaries.
with leveringen as (
    select r.bron, r.release, r.toegang, r.reeks = 'een_release_voor_alle_jaren' as zelfde_indeling, b.doel_indeling
    from {{ ref('stg_releases') }} as r
    cross join {{ ref('stg_bouw') }} as b
),

-- one that serves all years has its figures twice: on the target vintage, and on its own boundaries. Two rows here and
-- not two halves below, for the figures are chosen each time that they are read
standen as (
    select *, false as op_eigen_grenzen from leveringen
    union all
    select *, true as op_eigen_grenzen from leveringen
    where zelfde_indeling
),

zelfde_gebied as (
    select niveau, van_code, van_indeling, naar_code from {{ ref('int_ongewijzigd') }}
    where zuiver
),

final as (
    select
        c.* replace (
            coalesce(o.naar_code, c.gebiedscode) as gebiedscode,
            if(r.op_eigen_grenzen, c.indeling, r.doel_indeling) as indeling
        ),
        case
            when r.op_eigen_grenzen then 'zelfde_indeling'
            when o.naar_code is not null then 'ongewijzigd'
            when c.indeling = r.doel_indeling and r.zelfde_indeling then 'zelfde_indeling'
            else 'geleverd'
        end as methode
    from {{ ref('int_reeks_bron') }} as c
    inner join standen as r on c.bron = r.bron and c.release = r.release
    -- restricted figures find no area here: they stay on their own vintage
    left join zelfde_gebied as o
        on
            c.niveau = o.niveau and c.gebiedscode = o.van_code
            and case when r.toegang = 'open' and not r.op_eigen_grenzen then c.indeling end = o.van_indeling
    where
        r.op_eigen_grenzen and c.indeling != r.doel_indeling
        or not r.op_eigen_grenzen and (c.indeling = r.doel_indeling or c.niveau = 'land' or o.naar_code is not null)
)

select niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, release, bron, status, marge, se_afronding
from final
