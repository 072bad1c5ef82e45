-- Figures that something must be said of in every change that they are an end or the denominator of: a denominator so
-- small that a few people make the change, and why a figure cannot be set beside another year, as a sentence.
with klein as (
    select cel, true as is_klein from {{ ref('int_verandering_cel') }}
    where waarde < {{ var('noemer_klein') }} and indicator in (select noemer from {{ ref('stg_indicatoren') }})
),

bezwaren as (
    select cel, jaar, reden from {{ ref('int_verandering_cel') }}
    where status in ({{ onvergelijkbaar() }}) and reden is not null
),

-- the function of sentences costs a call a row
zinnen as (
    select jaar, reden, zin({{ sjabloon('reden_van_jaar') }}, { jaar: jaar, reden: reden }) as zin
    from (select distinct jaar, reden from bezwaren) as b
),

final as (
    select cel, is_klein, null as reden from klein
    union all
    select b.cel, false as is_klein, z.zin as reden
    from bezwaren as b
    inner join zinnen as z using (jaar, reden)
)

select * from final
