-- Areas of the target vintage with pieces of areas that were cut: how many, and by what those were weighed. A piece
-- that went over whole costs nothing, nor does a sliver; an area that is the same has its delivered figure.
with delen as (
    select
        niveau, van_niveau, van_indeling, naar_code as gebiedscode, methode, hoofd,
        gewicht > {{ var('sliver_aandeel') }} and gewicht < 1 - {{ var('sliver_aandeel') }} as is_snede
    from {{ ref('int_omklap_delen') }}
),

final as (
    select
        niveau, van_niveau, van_indeling, gebiedscode,
        count(*) filter (where is_snede)::integer as sneden,
        max(methode) filter (where is_snede) as methode
    from delen
    group by niveau, van_niveau, van_indeling, gebiedscode
    having bool_or(is_snede) and not bool_or(hoofd and niveau = {{ grondniveau() }})
)

select * from final
