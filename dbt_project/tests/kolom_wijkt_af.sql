{{ config(severity = 'warn') }}

-- A code of the catalogue under another title or unit is not used; add it to kolommen.csv when it means the same.
with final as (
    select bron, release, jaar, kolom, titel, eenheid, uitkomst
    from {{ ref('stg_kolomkoppeling') }}
    where uitkomst in ('titel_wijkt_af', 'eenheid_wijkt_af')
)

select * from final
