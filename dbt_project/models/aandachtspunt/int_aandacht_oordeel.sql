{{ config(tags=['kaart']) }}
-- Of how many maps that can give a reason an area has a class, and why not of the others.
with redenen as (
    select soort, sleutel from {{ ref('aandacht') }}
),

kaarten as (
    select
        k.niveau, k.gebiedscode, k.indeling, k.jaar_van, k.jaar_tot, k.status, d.titel, d.volgorde,
        k.klasse is not null as heeft_klasse
    from {{ ref('fct_kaart') }} as k
    inner join {{ ref('dim_kaart') }} as d using (kaart_id)
    where ('kaart', k.kaart_id) in (select (soort, sleutel) from redenen)
),

per_status as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot,
        count(*) filter (where heeft_klasse) as beoordeeld,
        min(volgorde) as volgorde,
        case
            when not bool_or(heeft_klasse)
                then zin(
                    {{ sjabloon('status_van_kaarten') }},
                    { status: status, titels: list(titel order by volgorde) }
                )
        end as tekst
    from kaarten
    group by niveau, gebiedscode, indeling, jaar_van, jaar_tot, status
),

final as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot,
        sum(beoordeeld)::integer as beoordeeld,
        string_agg(tekst, '; ' order by volgorde) as niet_beoordeeld
    from per_status
    group by all
)

select * from final
