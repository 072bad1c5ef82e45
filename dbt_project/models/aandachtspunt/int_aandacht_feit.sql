{{ config(materialized='view', tags=['kaart']) }}
-- What the maps, the clusters and the police say of an area, in the keys of the seed `aandacht`. A level is a reason
-- only where it is fairly sure to be among the highest; of a change the class says how sure it is; what the police
-- registered must have risen by more than events come and go.
with kaart as (
    select
        k.niveau, k.gebiedscode, k.indeling, k.jaar_van, k.jaar_tot, 'kaart' as soort, k.kaart_id as sleutel,
        k.klasse::varchar as klasse, k.waarde, k.label, d.decimalen, d.eenheid,
        if(d.is_niveau, k.p_hoogste, k.kans) as zekerheid
    from {{ ref('fct_kaart') }} as k
    inner join {{ ref('dim_kaart') }} as d using (kaart_id)
    where k.klasse is not null and (not d.is_niveau or k.p_hoogste >= {{ var('waarschijnlijk_vanaf') }})
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
        oordeel as klasse, 100 * verschil / waarde_van as waarde, 0 as decimalen, meetjaar_van, meetjaar_tot
    from {{ ref('int_aandacht_politie') }}
    where waarde_van > 0 and kans_toename >= {{ var('registratie_zeker') }}
),

final as (
    select * from kaart
    union all by name
    select * from clusters
    union all by name
    select * from politie
)

select * from final
