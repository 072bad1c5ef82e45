-- The catalogue of maps with its lists as lists. A map that cannot be made as described stops the build, saying why.
with bekend as (
    select
        list_append(list(indicator), 'kwetsbaarheid') as maten,
        -- of what a model estimates the statistics tell the chance of a change; all else is counted
        list_append(list(indicator) filter (where {{ is_geschat('i') }}), 'kwetsbaarheid') as geschat
    from {{ ref('stg_indicatoren') }} as i
),

gelezen as (
    select
        * exclude (grenzen, labels, kleuren, geleverde_klasse, geleverde_labels, geleverde_kleuren),
        string_split(maat, '+') as maten,
        coalesce(try_cast(string_split(nullif(grenzen, ''), ';') as double[]), []) as grenzen,
        {%- for lijst in ['labels', 'kleuren', 'geleverde_labels', 'geleverde_kleuren'] %}
            list_transform(
                coalesce(string_split(nullif({{ lijst }}, ''), ';'), []), lambda deel: trim(deel)
            ) as {{ lijst }},
        {%- endfor %}
        nullif(geleverde_klasse, '') as geleverde_klasse
    from {{ ref('stg_kaarten') }}
),

geteld as (
    select
        g.*,
        case klassen
            when 'kwintiel' then 5
            when 'kans' then 5
            when 'tercielen' then 9
            when 'meetbaar' then len(grenzen) + 4
            else len(grenzen) + 1
        end as aantal,
        list_contains(b.geschat, maat) as heeft_kans,
        list_filter(
            g.maten || if(geleverde_klasse is null, [], [geleverde_klasse]),
            lambda m: not list_contains(b.maten, m)
        )[1] as onbekend
    from gelezen as g
    cross join bekend as b
),

beoordeeld as (
    select *, {{ kaartbezwaar() }} as bezwaar from geteld
),

final as (
    select
        * exclude (kaart_id, aantal, heeft_kans, onbekend, bezwaar),
        case
            when bezwaar is null then kaart_id
            else error('kaarten.csv, kaart ' || kaart_id || ': ' || bezwaar)
        end as kaart_id,
        soort in ('niveau', 'focus') as is_niveau,
        if(is_niveau, 'niveau', 'verandering') as maatsoort,
        -- under which name the statistics give the verdict
        case when klassen = 'kans' then if(soort = 'verandering', maat, soort) end as oordeelmaat,
        case
            when klassen = 'meetbaar' then aantal
            when klassen = 'kans' then if(soort = 'samenloop', 4, 3)
        end::smallint as klasse_niet_te_zeggen,
        -- limits as they are given, and verdicts on counts, need nothing of the whole country; all else does
        klassen not in ('vast', 'meetbaar') as is_landelijk
    from beoordeeld
)

select * from final
