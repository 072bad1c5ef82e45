{{ config(tags=['kaart']) }}

with final as (
    select
        niveau, indeling, jaar_van, jaar_tot, maat, n, gemeenten, mu, tau_w, tau_b, schok, delta, beta, beta_se,
        clusters, clustersoort, beta_ongecorrigeerd, beta_tussen, aandeel_signaal, r_gemiddeld, k_gemiddeld, gamma,
        status, reden
    from {{ source('statistiek', 'model') }}
)

select * from final
