-- A mapped cell that is neither a number nor a known code for "no figure": nobody may guess what it means.
with final as (
    select bron, release, kolom, count(*) as cellen
    from {{ ref('fct_waarneming') }}
    where status = 'onleesbaar'
    group by bron, release, kolom
)

select * from final
