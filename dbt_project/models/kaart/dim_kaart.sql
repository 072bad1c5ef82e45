-- delivered shares that replace the index on maps of a level or of a change: they bring their own unit and decimals
with gebruikt as (
    select 'niveau' as maatsoort, indicator from {{ ref('int_maat') }}
    where maat = 'kwetsbaarheid' and status = 'waarde'
    union
    select 'verandering' as maatsoort, indicator_verschil as indicator from {{ ref('int_maat') }}
    where maat = 'kwetsbaarheid' and status_verschil = 'waarde'
),

aandeel as (
    select
        g.maatsoort,
        'kwetsbaarheid' as maat,
        min(i.eenheid) as eenheid,
        min(i.decimalen)::integer as decimalen,
        string_agg(i.label, ', ' order by i.label) as label,
        bool_or(i.is_modelschatting) as is_schatting
    from gebruikt as g
    inner join {{ ref('stg_indicatoren') }} as i using (indicator)
    group by g.maatsoort
),

final as (
    select
        k.kaart_id, k.volgorde,
        zin(
            {{ sjabloon('kaarttitel') }},
            {
                titel: k.titel,
                schatting: if(k.is_niveau and a.is_schatting, 'schatting', null),
                vergeleken: if(k.is_landelijk, {{ sjabloon('vergeleken_kort') }}, null)
            }
        ) as titel,
        k.maat, k.soort, k.klassen,
        nullif(array_to_string(k.grenzen, ';'), '') as grenzen,
        array_to_string(k.labels, ';') as labels,
        array_to_string(k.kleuren, ';') as kleuren,
        -- resilience is a difference of scores; all else begins with the first measure
        case
            when a.maat is null or starts_with(k.soort, 'veerkracht') then k.eenheid
            when k.is_niveau then a.eenheid
            else 'procentpunt'
        end as eenheid,
        if(starts_with(k.soort, 'veerkracht'), k.decimalen, coalesce(a.decimalen, k.decimalen)) as decimalen,
        zin(
            {{ sjabloon('leeshulp') }},
            {
                leeshulp: k.leeshulp,
                aandeel: case
                    when a.is_schatting then zin({{ sjabloon('aandeel_schatting') }}, { label: a.label })
                    when a.maat is not null then zin({{ sjabloon('aandeel_geteld') }}, { label: a.label })
                    when k.maten[1] = 'kwetsbaarheid' and exists (from aandeel) then {{ sjabloon('aandeel_elders') }}
                end,
                vergeleken: if(k.is_landelijk, {{ sjabloon('vergeleken') }}, null)
            }
        ) as leeshulp,
        k.status, k.toegang,
        k.is_niveau,
        k.klasse_niet_te_zeggen
    from {{ ref('int_kaart') }} as k
    left join aandeel as a on k.maten[1] = a.maat and k.maatsoort = a.maatsoort
)

select * from final
