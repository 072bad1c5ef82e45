-- With which weights counts of earlier boundaries were carried to the target: of buurten, and of larger areas where
-- areas of their own level were put together. Weights of one area add up to at most 1.
with final as (
    select w.niveau, w.van_indeling, w.van_code, w.naar_indeling, w.naar_code, w.gewicht, w.methode
    from {{ source('gebieden', 'gewichten') }} as w
    inner join {{ ref('stg_bouw') }} as b on w.naar_indeling = b.doel_indeling
    where
        w.niveau = {{ grondniveau() }}
        or (w.niveau, w.van_indeling, w.naar_code) in (
            select (niveau, van_indeling, naar_code) from {{ ref('int_omklap_delen') }}
            where niveau = van_niveau
        )
)

select * from final
