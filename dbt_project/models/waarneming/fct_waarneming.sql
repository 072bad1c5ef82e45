with final as (
    select bron, release, jaar, niveau, gebiedscode, indeling, indicator, waarde, status, kolom, marge, se_afronding
    from {{ ref('int_waarnemingen_jaar') }}
)

select * from final
