-- Every area that has a figure stands in dim_gebied.
with genoemd as (
    select distinct niveau, gebiedscode, indeling from {{ ref('fct_waarneming') }}
    union
    select distinct niveau, gebiedscode, indeling from {{ ref('fct_reeks') }}
),

final as (
    select g.*
    from genoemd as g
    anti join {{ ref('dim_gebied') }} as d
        on g.niveau = d.niveau and g.gebiedscode = d.gebiedscode and g.indeling = d.indeling
)

select * from final
