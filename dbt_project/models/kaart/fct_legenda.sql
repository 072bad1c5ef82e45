{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- Every class of a map with its limits and areas, also those without, and every reason why areas have no class.
with kaart as (
    select
        k.kaart_id, k.klasse_niet_te_zeggen, p.*,
        coalesce(g.labels, k.labels) as labels, coalesce(g.kleuren, k.kleuren) as kleuren
    from {{ ref('int_kaart') }} as k
    cross join (select distinct niveau, indeling, jaar_van, jaar_tot from {{ ref('int_kaart_gebied') }}) as p
    left join {{ ref('int_kaart_grens') }} as g using ({{ kaart }})
),

geteld as (
    -- decimals add up to the same whatever the order
    select
        {{ kaart }}, klasse, status, count(*) as aantal,
        sum(inwoners::decimal(18, 3))::double as inwoners,
        if(count(kans) = count(*), sum((1 - kans)::decimal(12, 3))::double, null) as onjuist
    from {{ ref('fct_kaart') }}
    group by all
),

klassen as (
    select *, unnest(range(1, len(labels) + 1))::smallint as klasse from kaart
),

final as (
    select
        {{ kaart }}, m.klasse, m.labels[m.klasse] as label, m.kleuren[m.klasse] as kleur,
        r.ondergrens, r.bovengrens, r.ondergrens_2, r.bovengrens_2,
        coalesce(g.aantal, 0)::integer as aantal,
        if(g.aantal is null, 0, g.inwoners) as inwoners,
        case when coalesce(m.klasse != m.klasse_niet_te_zeggen, true) then g.onjuist end as verwacht_onjuist
    from klassen as m
    left join geteld as g using ({{ kaart }}, klasse)
    left join {{ source('statistiek', 'grenzen') }} as r using ({{ kaart }}, klasse)
    union all by name
    select {{ kaart }}, status as label, aantal::integer as aantal, inwoners from geteld
    where status != 'waarde'
)

select * from final
