-- Delivered figures that tell what converting costs: of all areas that some vintage cuts, and of others enough to know
-- what is ordinary, evenly over the country. Only of indicators that are converted.
with gesneden as (
    select distinct niveau, gebiedscode from {{ ref('int_omklap_snede') }}
),

ongesneden as (
    select g.niveau, g.gebiedscode from {{ ref('dim_gebied') }} as g
    semi join (select distinct niveau from gesneden) as n on g.niveau = n.niveau
    anti join gesneden as s on g.niveau = s.niveau and g.gebiedscode = s.gebiedscode
    where g.is_doel and g.water = 'land' and g.inwoners >= {{ var('inwoners_minimum') }}
    qualify
        (row_number() over (partition by g.niveau order by g.gebiedscode) - 1)
        % ceil(count(*) over (partition by g.niveau) / {{ var('conversie_vergelijk') }}) = 0
),

omgeklapt as (
    select distinct indicator from {{ ref('int_waarnemingen_omgeklapt') }}
    where soort != 'index'
),

gevolgd as (
    select *, true as is_gesneden from gesneden
    union all
    select *, false as is_gesneden from ongesneden
),

final as (
    select r.niveau, r.gebiedscode, r.indicator, r.jaar, r.waarde, r.se_afronding, g.is_gesneden
    from {{ ref('int_reeks_geleverd') }} as r
    inner join {{ ref('stg_bouw') }} as b on r.indeling = b.doel_indeling
    inner join gevolgd as g on r.niveau = g.niveau and r.gebiedscode = g.gebiedscode
    semi join omgeklapt as o on r.indicator = o.indicator
    where r.waarde is not null
)

select * from final
