{# What is wrong with a row of kaarten.csv, in words for who wrote it; null when nothing is. `aantal` = its classes. #}
{% macro kaartbezwaar() -%}
    case
        when onbekend is not null then 'maat `' || onbekend || '` staat niet in indicatoren.csv'
        when soort in ('niveau', 'verandering') and len(maten) != 1 then 'soort `' || soort || '` heeft één maat'
        when soort not in ('niveau', 'verandering') and maat != 'kwetsbaarheid+onv'
            then 'soort `' || soort || '` heeft als maat `kwetsbaarheid+onv`'
        when
            (soort, klassen) not in (
                ('niveau', 'vast'), ('niveau', 'kwintiel'), ('verandering', 'kans'), ('verandering', 'meetbaar'),
                ('samenloop', 'kans'), ('veerkracht', 'kans'), ('veerkracht_relatief', 'kans'), ('focus', 'tercielen')
            )
            then 'soort `' || soort || '` gaat niet samen met klassen `' || klassen || '`'
        when len(list_filter(grenzen, lambda g: isfinite(g))) != len(grenzen)
            then '`grenzen` zijn geen getallen met puntkomma''s ertussen'
        when klassen not in ('vast', 'meetbaar') and len(grenzen) > 0 then '`grenzen` hoort bij `' || klassen || '` niet'
        when klassen = 'vast' and len(grenzen) = 0 then '`grenzen` is leeg'
        when list_sort(list_distinct(grenzen)) != grenzen then '`grenzen` lopen niet op'
        when klassen = 'meetbaar' and list_contains(grenzen, 0) then '0 is bij `meetbaar` geen grens'
        when soort = 'verandering' and (klassen = 'kans') != heeft_kans
            then 'van maat `' || maat || if(heeft_kans, '` zijn kansen bekend; neem klassen `kans`',
                '` zijn geen kansen bekend; neem klassen `meetbaar`')
        when len(labels) != aantal or len(kleuren) != aantal
            then aantal || ' klassen, maar ' || len(labels) || ' labels en ' || len(kleuren) || ' kleuren'
        when len(geleverde_labels) != len(geleverde_kleuren)
            then 'niet evenveel geleverde labels als geleverde kleuren'
        when geleverde_klasse is not null and (soort != 'niveau' or len(geleverde_labels) = 0)
            then 'een geleverde klasse hoort bij soort `niveau` en heeft geleverde labels en kleuren'
        when len(list_filter(kleuren || geleverde_kleuren, lambda k: not regexp_full_match(k, '#[0-9a-fA-F]{6}'))) > 0
            then 'een kleur is geen #rrggbb'
    end
{%- endmacro %}

{# Smallest values with a cumulative share of at least k/delen, of a list in rising order. #}
{% macro kwantielen(oplopend, delen) -%}
    [
        {%- for k in range(1, delen) -%}
            {{ oplopend }}[({{ k }} * len({{ oplopend }}) + {{ delen - 1 }}) // {{ delen }}]{{ ', ' if not loop.last }}
        {%- endfor -%}
    ]
{%- endmacro %}

{# One more than the number of limits strictly below x, so equal values share a class. #}
{% macro klasse(x, grenzen) -%}
    1 + len(list_filter({{ grenzen }}, lambda grens: grens < {{ x }}))
{%- endmacro %}

{# Class of a change of a registration by its verdict: sides only where it rose or fell, larger steps outward. The
   middle is no measurable difference; the last class, beyond the sides, is that of a moved border. #}
{% macro klasse_meetbaar(oordeel, verschil, grenzen) -%}
    case
        when {{ oordeel }} = 'geen meetbaar verschil' then {{ midden(grenzen) }}
        when {{ oordeel }} = '{{ grens_verlegd() }}' then len({{ grenzen }}) + 4
        when {{ oordeel }} in ('gestegen', 'gedaald', 'gunstiger', 'ongunstiger')
            then {{ midden(grenzen) }} + if({{ verschil }} > 0, 1, -1)
                + len(list_filter({{ grenzen }}, lambda grens: grens > 0 and grens < {{ verschil }}))
                - len(list_filter({{ grenzen }}, lambda grens: grens < 0 and grens > {{ verschil }}))
    end
{%- endmacro %}

{# Number of the class without measurable difference. #}
{% macro midden(grenzen) -%}
    (2 + len(list_filter({{ grenzen }}, lambda grens: grens < 0)))
{%- endmacro %}

{# On what the classes of a map rest, as a Dutch sentence to print beside its legend. #}
{% macro klassengrond() -%}
    {%- set gebieden = "g.n_getoond || ' " ~ (
        'geladen gebieden' if var('referentie') == 'geladen_gebieden' else 'gebieden in heel Nederland'
    ) ~ "'" -%}
    {%- set gewoon = procent(var('delta_aandeel')) ~ " || ' van het gewone verschil tussen gebieden'" -%}
    case
        when r.kaart_id is null then null
        when r.is_geleverd then 'klassen van de uitgever (' || k.geleverde_klasse || ')'
        when k.klassen = 'kwintiel' then 'vijf gelijke delen van ' || {{ gebieden }}
        when k.klassen = 'tercielen' then 'drie gelijke delen van ' || {{ gebieden }} || ', van elk van beide maten'
        when k.klassen = 'kans'
            then 'kans dat de verandering groter is dan ' || {{ getaltekst('r.drempel', 4) }}
                || coalesce(' (kwetsbaarheid) en ' || {{ getaltekst('r.drempel_2', 4) }} || ' (overlast)', '')
                || ': ' || {{ gewoon }}
        when k.klassen = 'meetbaar' then 'gestegen of gedaald: meer dan afronding en een verlegde grens verklaren'
        else 'vaste grenzen'
    end
{%- endmacro %}
