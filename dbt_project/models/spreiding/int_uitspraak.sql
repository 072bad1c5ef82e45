{{ config(tags=['kaart']) }}

-- The verdicts behind each question, gathered to one: of several groups only what they agree on.
with oordelen as (
    select
        case
            when maat = 'onv_gemiddeld' then 'veiligheid'
            when maat = 'veerkracht_gemiddeld' then 'veerkracht'
            when groep = 'corporatiewoningen' then 'spreiding_corporatie'
            else 'spreiding_kwetsbaren'
        end as vraag,
        f.*,
        g.label
    from {{ ref('fct_spreiding') }} as f
    left join {{ ref('int_spreiding_groep') }} as g using (groep)
    where f.oordeel is not null
),

gekozen as (
    -- counts of vulnerable people themselves go before counts of what stands for them
    select * from oordelen
    qualify vraag != 'spreiding_kwetsbaren' or groep = 'kwetsbare_bewoners' or not coalesce(bool_or(
        groep = 'kwetsbare_bewoners' and oordeel != 'onbekend'
    ) over (partition by niveau, gebiedscode, jaar_van, jaar_tot), false)
),

final as (
    select
        niveau, gebiedscode, jaar_van, jaar_tot, vraag,
        list_sort(list(distinct oordeel) filter (where oordeel != 'onbekend')) as gegeven,
        case coalesce(len(gegeven), 0) when 0 then 'onbekend' when 1 then gegeven[1] else 'wisselend' end as geval,
        -- the fact itself: the part that would have to be elsewhere
        string_agg(
            zin({{ sjabloon('deel_elders') }}, {
                label: if(vraag = 'spreiding_kwetsbaren', label, null),
                van: greatest(waarde_van, 0), jaar_van: coalesce(meetjaar_van, jaar_van),
                tot: greatest(waarde_tot, 0), jaar_tot: coalesce(meetjaar_tot, jaar_tot)
            }),
            '; ' order by groep
        ) filter (where oordeel != 'onbekend') as feit,
        string_agg(distinct reden, '; ' order by reden) filter (where oordeel = 'onbekend') as reden,
        string_agg(zin, ' ' order by groep) as onderbouwing
    from gekozen
    group by all
)

select * from final
