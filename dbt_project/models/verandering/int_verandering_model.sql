{{ config(tags=['kaart']) }}

-- depends_on: {{ ref('int_woord') }}
-- What the statistics say of changes; of safety per gemeente and for the country it is the posterior of the gemeente.
-- A table, for its contract stores words as numbers: those of the tens of millions of rows beside them then stay so.
with final as (
    select
        niveau, gebiedscode, indeling, maat as indicator, jaar_van, jaar_tot, verschil, se, se_ruis, se_afronding,
        se_omklap, gekrompen, sd, laag, hoog, p_ongunstiger, p_gunstiger, delta, oordeel, reden
    from {{ source('statistiek', 'verandering') }}
    -- the map of both has two measures and no difference of its own
    where maat != 'samenloop' and not (maat = 'onv' and niveau in ('gemeente', 'land'))
    union all by name
    select
        niveau, gebiedscode, indeling, 'onv' as indicator, jaar_van, jaar_tot, verschil as gekrompen, laag, hoog,
        p_ongunstiger, p_gunstiger, delta, oordeel, reden
    from {{ source('statistiek', 'spreiding') }}
    where maat = 'onv_gemiddeld' and niveau in ('gemeente', 'land')
)

select * from final
