-- Categories of a division, with those without value, hold all inhabitants and buurten of the area, each once.
{{ config(tags=['kaart']) }}
with gebied as (
    select
        l.niveau, l.gebiedscode, l.indeling, g.jaar_van, g.jaar_tot,
        count(*) as buurten, sum(coalesce(g.inwoners, 0)) as inwoners
    from {{ ref('int_kaart_gebied') }} as g
    inner join {{ ref('int_gemeente_lid') }} as l using (gemeentecode, indeling)
    where g.niveau = {{ grondniveau() }} and g.is_doel
    group by all
),

verdeeld as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp,
        if(onderwerp = 'kaartklasse', split_part(categorie, ':', 1), '') as kaart_id,
        sum(buurten) as buurten, sum(inwoners) as inwoners, sum(aandeel) as aandelen
    from {{ ref('fct_gemeente') }}
    where onderwerp in ('samenloop', 'kaartklasse')
        or (onderwerp = 'corporatiebuurt' and categorie not like '%|%')
    group by all
),

final as (
    select * from gebied
    left join verdeeld as v using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where v.onderwerp is null or gebied.buurten != v.buurten or abs(gebied.inwoners - v.inwoners) > 1e-6
        or abs(v.aandelen - 1) > 1e-9
)

select * from final
