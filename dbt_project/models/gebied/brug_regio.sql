-- Which gemeenten of the target boundaries make up each region. A region of which nothing is loaded is not here.
with final as (
    select r.regio, coalesce(r.regionaam, r.regio) as regionaam, g.niveau, g.gebiedscode, g.indeling, r.bron as lijst
    from {{ ref('stg_regios') }} as r
    inner join {{ ref('dim_gebied') }} as g on r.gemeentecode = g.gebiedscode and g.niveau = 'gemeente' and g.is_doel
)

select * from final
