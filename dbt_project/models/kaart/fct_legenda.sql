{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
-- Every class of a map with its limits and areas, also those without, and every reason why areas have no class.
with kaart as (
    select
        k.kaart_id, k.volgorde, k.klassen, k.klasse_niet_te_zeggen, p.*, g.grenzen, g.grenzen_2,
        {{ midden('k.grenzen') }} as midden,
        coalesce(g.labels, k.labels) as labels, coalesce(g.kleuren, k.kleuren) as kleuren
    from {{ ref('int_kaart') }} as k
    cross join (select distinct niveau, indeling, jaar_van, jaar_tot from {{ ref('int_kaartgebied') }}) as p
    left join {{ ref('int_kaartgrens') }} as g using ({{ kaart }})
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

met_plaats as (
    select
        *,
        case
            -- a class of two measures has a place among the thirds of each
            when klassen = 'tercielen' then (klasse - 1) // 3 + 1
            -- no measurable difference, and what cannot be said, have no limits
            when klassen = 'meetbaar' and klasse in (midden, klasse_niet_te_zeggen) then null
            when klassen = 'meetbaar' and klasse > midden then klasse - 1
            else klasse
        end as plek,
        (klasse - 1) % 3 + 1 as plek_2
    from klassen
),

final as (
    select
        {{ kaart }}, m.klasse, m.labels[m.klasse] as label, m.kleuren[m.klasse] as kleur,
        m.grenzen[m.plek - 1] as ondergrens,
        m.grenzen[m.plek] as bovengrens,
        -- thirds of the second measure run from favourable to not, its score the other way
        -m.grenzen_2[m.plek_2] as ondergrens_2,
        -m.grenzen_2[m.plek_2 - 1] as bovengrens_2,
        coalesce(g.aantal, 0)::integer as aantal,
        if(g.aantal is null, 0, g.inwoners) as inwoners,
        case when coalesce(m.klasse != m.klasse_niet_te_zeggen, true) then g.onjuist end as verwacht_onjuist
    from met_plaats as m
    left join geteld as g using ({{ kaart }}, klasse)
    union all by name
    select {{ kaart }}, status as label, aantal::integer as aantal, inwoners from geteld
    where status != 'waarde'
)

select * from final
