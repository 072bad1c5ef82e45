{{ config(materialized='view', tags=['kaart']) }}
-- What the maps, the changes, the clusters and the police say of an area, in the keys of the seed `aandacht`.
with kaart as (
    select
        k.niveau, k.gebiedscode, k.indeling, k.jaar_van, k.jaar_tot, 'kaart' as soort, k.kaart_id as sleutel,
        k.klasse::varchar as klasse, k.waarde, k.label, k.zekerheid, 1 as decimalen, d.eenheid
    from {{ ref('fct_kaart') }} as k
    inner join {{ ref('dim_kaart') }} as d using (kaart_id)
    where k.klasse is not null
),

krimp as (
    -- only what is on a map of that change, and there goes the same way
    select
        k.niveau, k.gebiedscode, k.indeling, k.jaar_van, k.jaar_tot, 'krimp' as soort, d.maat as sleutel,
        if(k.waarde > 0, 'toegenomen', 'afgenomen') as klasse, k.waarde, d.decimalen, d.eenheid
    from {{ ref('fct_kaart') }} as k
    inner join {{ ref('dim_kaart') }} as d using (kaart_id)
    inner join {{ source('statistiek', 'krimp') }} as s
        on
            k.niveau = s.niveau and k.gebiedscode = s.gebiedscode and k.indeling = s.indeling
            and k.jaar_van = s.jaar_van and k.jaar_tot = s.jaar_tot and d.maat = s.maat
    where d.soort = 'verandering' and k.status = 'waarde' and s.is_aantoonbaar and sign(s.verschil) = sign(k.waarde)
),

clusters as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'cluster' as soort, maat as sleutel, cluster as klasse
    from {{ ref('fct_cluster') }}
    where cluster is not null
),

politie as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'politie' as soort, 'p_overlast' as sleutel,
        if(verschil > 0, 'toegenomen', 'afgenomen') as klasse,
        100 * verschil / waarde_van as waarde, 0 as decimalen, meetjaar_van, meetjaar_tot
    from {{ ref('int_aandacht_politie') }}
    where is_aantoonbaar and waarde_van > 0
),

final as (
    select * from kaart
    union all by name
    select * from krimp
    union all by name
    select * from clusters
    union all by name
    select * from politie
)

select * from final
