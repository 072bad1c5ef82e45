{{ config(tags=['kaart']) }}

-- Local clusters of vulnerability and of nuisance within a gemeente, as the statistics found them.
with final as (
    select
        niveau, gebiedscode, indeling, gemeentecode, maat, jaar_van, jaar_tot, jaar, moran_lokaal, kwadrant, p_waarde,
        permutaties, cluster, status, reden
    from {{ source('statistiek', 'clusters') }}
)

select * from final
