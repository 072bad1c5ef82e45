{{ config(tags=['kaart'], materialized='view') }}

-- What the statistics say of changes of scores, other estimates and measures of ours. Of safety per gemeente and for
-- the country it is the posterior of the gemeente, not of one area.
with gebieden as (
    select
        niveau, gebiedscode, indeling, maat as indicator, jaar_van, jaar_tot, verschil, se, se_ruis, se_afronding,
        se_omklap, gekrompen, sd, laag, hoog, p_ongunstiger, p_gunstiger, delta, oordeel, reden
    from {{ source('statistiek', 'verandering') }}
    -- the map of both has two measures and no difference of its own
    where maat != 'samenloop' and not (maat = 'onv' and niveau in ('gemeente', 'land'))
),

gemeenten as (
    select
        niveau, gebiedscode, indeling, 'onv' as indicator, jaar_van, jaar_tot, verschil as gekrompen, laag, hoog,
        p_ongunstiger, p_gunstiger, delta, oordeel, reden
    from {{ source('statistiek', 'spreiding') }}
    where maat = 'onv_gemiddeld' and niveau in ('gemeente', 'land')
),

final as (
    select * from gebieden
    union all by name
    select * from gemeenten
)

select * from final
