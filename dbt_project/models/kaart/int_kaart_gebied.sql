-- The areas that maps are made of, per period: those of the target vintage, and those of a series of a map that stands
-- on boundaries of its own (there changes, noise and models are computed; drawing needs the target vintage).
with vreemd as (
    select distinct r.niveau, r.indeling, r.gebiedscode
    from {{ ref('int_kaart_reeks') }} as r
    inner join {{ ref('int_kaart_maat') }} as m on r.indicator = m.maat
    cross join {{ ref('stg_bouw') }} as b
    where r.indeling != b.doel_indeling
),

gebieden as (
    select i.* from {{ ref('int_inwoners_jaar') }} as i
    where i.niveau in ({{ niveaus('kaart') }})
        and (i.is_doel or (i.niveau, i.indeling, i.gebiedscode) in (select (niveau, indeling, gebiedscode) from vreemd))
),

final as (
    select
        t.niveau, t.gebiedscode, t.indeling, t.gemeentecode, p.jaar_van, p.jaar_tot,
        v.inwoners as inwoners_van,
        t.inwoners,
        t.is_doel
    from {{ ref('int_kaart_periode') }} as p
    inner join gebieden as t on p.jaar_tot = t.jaar
    inner join gebieden as v
        on
            t.niveau = v.niveau and t.gebiedscode = v.gebiedscode and t.indeling = v.indeling
            and p.jaar_van = v.jaar
)

select * from final
