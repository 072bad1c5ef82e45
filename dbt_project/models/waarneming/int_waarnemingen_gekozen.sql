{{ config(materialized = 'view') }}

-- One release per cell: what is left when every release that gives way is taken out.
with final as (
    select w.*
    from {{ ref('fct_waarneming') }} as w
    anti join {{ ref('int_verdrongen') }} as v
        on
            w.bron = v.bron
            and w.release = v.release
            and w.niveau = v.niveau
            and w.indicator = v.indicator
            and w.jaar = v.jaar
            and {{ gemeentesleutel('w.niveau', 'w.gebiedscode') }} = v.gemeente
)

select * from final
