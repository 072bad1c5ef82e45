-- The catalogue of maps with its lists as lists. A map that cannot be made as described stops the build, saying why.
with bekend as (
    select list_append(list(indicator), 'kwetsbaarheid') as maten from {{ ref('stg_indicatoren') }}
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
        case klassen when 'kwintiel' then 5 when 'tercielen' then 9 when 'samenloop' then 5 else len(grenzen) + 1 end
            as aantal,
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
        * exclude (kaart_id, aantal, onbekend, bezwaar),
        case
            when bezwaar is null then kaart_id
            else error('kaarten.csv, kaart ' || kaart_id || ': ' || bezwaar)
        end as kaart_id,
        if(soort in ('niveau', 'focus'), 'niveau', 'verandering') as maatsoort,
        -- fixed limits on a measure are read as they are; all else needs a mean, spread or order of the whole country
        klassen != 'vast' or soort not in ('niveau', 'verandering') as is_landelijk
    from beoordeeld
)

select * from final
