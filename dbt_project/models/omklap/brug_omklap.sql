-- With which weights counts of earlier boundaries were carried to the target. Weights of one area add up to at most 1.
with final as (
    select
        {{ grondniveau() }} as niveau, w.van_indeling, w.van_code, w.naar_indeling, w.naar_code, w.gewicht, w.methode
    from {{ source('gebieden', 'gewichten') }} as w
    inner join {{ ref('stg_bouw') }} as b on w.naar_indeling = b.doel_indeling
)

select * from final
