{{ config(tags=['kaart']) }}
{%- set geheel = 'g.geladen' if var('referentie') == 'geladen_gebieden' else 'l.inwoners' %}
-- At which level a map opens, per period: one of a change at the smallest at which it colours enough of the country
-- (at the smallest of all where none does), a map of a level at the smallest.
with niveaus (niveau, volgorde) as (
    values
    {% for niveau in var('niveaus')['kaart'] -%}
        ('{{ niveau }}', {{ loop.index }}){{ ',' if not loop.last }}
    {% endfor %}
),

land as (
    select jaar as jaar_tot, max(inwoners) as inwoners from {{ ref('int_inwoners_jaar') }}
    where niveau = 'land' and is_doel
    group by jaar
),

gekleurd as (
    select
        f.kaart_id, f.niveau, f.jaar_van, f.jaar_tot,
        sum(f.inwoners::decimal(18, 3)) as geladen,
        sum(f.inwoners::decimal(18, 3)) filter (
            where f.klasse != k.klasse_niet_te_zeggen and f.klasse is distinct from k.klasse_geen_verschil
        ) as inwoners
    from {{ ref('fct_kaart') }} as f
    inner join {{ ref('int_kaart') }} as k using (kaart_id)
    inner join {{ ref('int_kaart_gebied') }} as g using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where g.is_doel and not k.is_niveau
    group by all
),

gekozen as (
    select g.kaart_id, g.jaar_van, g.jaar_tot, arg_min(n.niveau, n.volgorde) as niveau
    from gekleurd as g
    inner join niveaus as n using (niveau)
    left join land as l using (jaar_tot)
    where g.inwoners >= {{ var('opent_vanaf') }} * {{ geheel }}
    group by all
),

final as (
    select
        f.kaart_id, f.jaar_van, f.jaar_tot,
        coalesce(any_value(o.niveau), arg_min(n.niveau, n.volgorde)) as niveau_open
    from (select distinct kaart_id, niveau, jaar_van, jaar_tot from {{ ref('fct_kaart') }}) as f
    inner join niveaus as n using (niveau)
    left join gekozen as o using (kaart_id, jaar_van, jaar_tot)
    group by f.kaart_id, f.jaar_van, f.jaar_tot
)

select * from final
