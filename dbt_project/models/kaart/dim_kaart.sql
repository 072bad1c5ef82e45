with aandeel as (
    -- a delivered share that replaces the index brings its own unit and decimals
    select 'kwetsbaarheid' as maat, min(i.eenheid) as eenheid, min(i.decimalen)::integer as decimalen
    from {{ ref('stg_indicatoren') }} as i
    where i.indicator in (select maat from {{ ref('fct_kwetsbaarheid') }})
    having count(*) > 0
),

final as (
    select
        k.kaart_id, k.volgorde,
        zin(
            {{ sjabloon('kaarttitel') }},
            { titel: k.titel, vergeleken: if(k.is_landelijk, {{ sjabloon('vergeleken_kort') }}, null) }
        ) as titel,
        k.maat, k.soort, k.klassen,
        nullif(array_to_string(k.grenzen, ';'), '') as grenzen,
        array_to_string(k.labels, ';') as labels,
        array_to_string(k.kleuren, ';') as kleuren,
        case
            when a.maat is null then k.eenheid
            when k.is_niveau then a.eenheid
            else 'procentpunt'
        end as eenheid,
        coalesce(a.decimalen, k.decimalen) as decimalen,
        zin(
            {{ sjabloon('leeshulp') }},
            { leeshulp: k.leeshulp, vergeleken: if(k.is_landelijk, {{ sjabloon('vergeleken') }}, null) }
        ) as leeshulp,
        k.status, k.toegang,
        k.is_niveau,
        k.klasse_niet_te_zeggen
    from {{ ref('int_kaart') }} as k
    -- resilience is a difference of scores; all else begins with the first measure
    left join aandeel as a on k.maten[1] = a.maat and not starts_with(k.soort, 'veerkracht')
)

select * from final
