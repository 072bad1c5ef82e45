{{ config(materialized = 'view') }}

-- Series values that are a delivered figure: on the target vintage, of an area that did not change, and, where one
-- release serves all years, on its own boundaries.
with leveringen as (
    select
        r.bron,
        r.release,
        r.toegang,
        r.reeks = 'een_release_voor_alle_jaren' as zelfde_indeling,
        b.doel_indeling
    from {{ ref('stg_releases') }} as r
    cross join {{ ref('stg_bouw') }} as b
),

zelfde_gebied as (
    select niveau, van_code, van_indeling, naar_code from {{ ref('int_ongewijzigd') }}
    where zuiver
),

op_doel as (
    select
        c.* replace (coalesce(o.naar_code, c.gebiedscode) as gebiedscode, r.doel_indeling as indeling),
        case
            when o.naar_code is not null then 'ongewijzigd'
            when c.indeling = r.doel_indeling and r.zelfde_indeling then 'zelfde_indeling'
            else 'geleverd'
        end as methode
    from {{ ref('int_reeks_bron') }} as c
    inner join leveringen as r on c.bron = r.bron and c.release = r.release
    -- restricted figures find no area here: they stay on their own vintage
    left join zelfde_gebied as o
        on
            c.niveau = o.niveau and c.gebiedscode = o.van_code
            and case r.toegang when 'open' then c.indeling end = o.van_indeling
    where c.indeling = r.doel_indeling or c.niveau = 'land' or o.naar_code is not null
),

op_eigen_grenzen as (
    select c.*, 'zelfde_indeling' as methode
    from {{ ref('int_reeks_bron') }} as c
    inner join leveringen as r on c.bron = r.bron and c.release = r.release
    where r.zelfde_indeling and c.indeling != r.doel_indeling
),

final as (
    select * from op_doel
    union all
    select * from op_eigen_grenzen
)

select niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, release, bron, status, marge, se_afronding
from final
