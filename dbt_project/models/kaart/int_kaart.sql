-- The catalogue of maps with its lists as lists. A map that cannot be made as described stops the build, saying why.
with bekend as (
    select
        list_append(list(indicator), 'kwetsbaarheid') as maten,
        -- of what has noise the statistics tell the chance of a change; all else is counted
        list_append(list(indicator) filter (where ruissoort is not null), 'kwetsbaarheid') as geschat
    from {{ ref('stg_indicatoren') }}
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
        {{ kaartsoort('klassen', 'grond') }} as grond,
        coalesce(
            {{ kaartsoort('klassen', 'aantal') }}, len(grenzen) + {{ kaartsoort('klassen', 'naast_grenzen') }}
        ) as aantal,
        {{ klasse_niet_te_zeggen() }} as niet_te_zeggen,
        if(list_contains(b.geschat, maat), 'kans', 'registratie') as grond_verandering,
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
        * exclude (kaart_id, aantal, niet_te_zeggen, grond_verandering, onbekend, bezwaar),
        case
            when bezwaar is null then kaart_id
            else error(zin({{ sjabloon('kaart_fout') }}, { kaart_id: kaart_id, bezwaar: bezwaar }))
        end as kaart_id,
        grond = 'stand' as is_niveau,
        if(is_niveau, 'niveau', 'verandering') as maatsoort,
        -- under which name the statistics give the verdict
        case when grond = 'kans' then if(soort = 'verandering', maat, soort) end as oordeelmaat,
        if(niet_te_zeggen < 0, aantal + 1 + niet_te_zeggen, niet_te_zeggen)::smallint as klasse_niet_te_zeggen,
        case when grond = 'registratie' then {{ midden('grenzen') }} end::smallint as klasse_geen_verschil,
        {{ kaartsoort('klassen', 'is_landelijk') }} as is_landelijk,
        {{ kaartsoort('klassen', 'zoekt_terug') }} as zoekt_terug
    from beoordeeld
)

select * from final
