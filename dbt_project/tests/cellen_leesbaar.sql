{{ config(severity = 'warn') }}

-- A mapped cell that is neither a number nor a known reason why there is none: nobody may guess what it means, so it
-- is missing. It keeps no edition back; above the share of the catalogue its whole column is.
with final as (
    select bron, release, kolom, count(*) as cellen
    from {{ ref('fct_waarneming') }}
    where status = 'onleesbaar'
    group by bron, release, kolom
)

select * from final
