{{ config(tags=['kaart']) }}
{%- set kaart = 'kaart_id, niveau, indeling, jaar_van, jaar_tot' %}
with geteld as (
    select
        {{ kaart }},
        count(*) filter (where status = 'waarde')::integer as n_getoond,
        count(*) filter (where status != 'waarde')::integer as n_niet_getoond
    from {{ ref('fct_kaart') }}
    group by all
),

gemeten as (
    select
        k.kaart_id, m.niveau, m.indeling, m.jaar_van, m.jaar_tot,
        min(m.meetjaar_van) as meetjaar_van,
        max(m.meetjaar_tot) as meetjaar_tot,
        string_agg(m.tekst, '; ' order by m.maat) as meetjaren,
        string_agg(m.indicator, '; ' order by m.maat) as indicatoren
    from {{ ref('int_kaart') }} as k
    inner join {{ ref('int_kaart_meetjaar') }} as m on list_contains(k.maten, m.maat) and k.maatsoort = m.maatsoort
    group by all
),

final as (
    select
        g.jaar_van, g.jaar_tot, g.kaart_id, g.niveau, g.indeling,
        m.meetjaar_van, m.meetjaar_tot, m.meetjaren, m.indicatoren,
        -- a delivered share has no parts
        case when starts_with(m.indicatoren, 'index') then o.onderdelen end as onderdelen,
        g.n_getoond, g.n_niet_getoond, v.niveau_open,
        if(k.is_landelijk, {{ sjabloon('vergeleken') }}, null) as referentie,
        -- on what the classes rest
        case
            when r.kaart_id is null then null
            when r.is_geleverd
                then zin({{ sjabloon('klassen_van_uitgever') }}, { indicator: k.geleverde_klasse })
            else zin({{ kaartsoort('k.klassen', 'zin') }}, {
                n: g.n_getoond,
                gebieden: {{ sjabloon('gebieden_geteld') }},
                drempel: r.drempel,
                drempel_2: r.drempel_2,
                deel: {{ var('delta_aandeel') }}
            })
        end as klassengrond
    from geteld as g
    inner join {{ ref('int_kaart') }} as k using (kaart_id)
    inner join {{ ref('int_kaart_opening') }} as v using (kaart_id, jaar_van, jaar_tot)
    left join gemeten as m using ({{ kaart }})
    left join {{ ref('int_kaart_grens') }} as r using ({{ kaart }})
    left join {{ ref('int_kaart_onderdelen') }} as o using (niveau, indeling, jaar_van, jaar_tot, maatsoort)
)

select * from final
