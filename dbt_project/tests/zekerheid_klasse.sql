-- The statistics class every area again from the same figures (draw 0): where they and the map do not say the same, the
-- certainty is of another map. Every area with a class on a map of a level that the index is on has a certainty, but
-- where the publisher itself gave the classes.
with geleverd as (
    select distinct kaart_id, niveau, indeling, jaar_van, jaar_tot from {{ ref('int_kaart_geleverd') }}
),

op_index as (
    select distinct k.kaart_id, m.niveau, m.indeling, m.jaar_van, m.jaar_tot from {{ ref('int_kaart') }} as k
    inner join {{ ref('int_maat') }} as m on list_contains(k.maten, m.maat)
    where m.indicator = 'index'
),

zekerheid as (
    select * from {{ source('statistiek', 'zekerheid') }}
    where klasse is not null
),

kaart as (
    select k.* from {{ ref('fct_kaart') }} as k
    inner join {{ ref('dim_kaart') }} as d using (kaart_id)
    semi join op_index using (kaart_id, niveau, indeling, jaar_van, jaar_tot)
    anti join geleverd using (kaart_id, niveau, indeling, jaar_van, jaar_tot)
    where k.klasse is not null and d.is_niveau
),

final as (
    select
        kaart_id, niveau, gebiedscode, indeling, jaar_van, jaar_tot,
        k.klasse as klasse_kaart, z.klasse as klasse_getrokken, z.zekerheid
    from kaart as k
    full join zekerheid as z using (kaart_id, niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where k.klasse is distinct from z.klasse or z.zekerheid is null
)

select * from final
