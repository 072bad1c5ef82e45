{# What is wrong with a row of kaarten.csv, in words for who wrote it; null when nothing is. `aantal` = its classes. #}
{% macro kaartbezwaar() -%}
    case
        when onbekend is not null then 'maat `' || onbekend || '` staat niet in indicatoren.csv'
        when soort in ('niveau', 'verandering') and len(maten) != 1 then 'soort `' || soort || '` heeft één maat'
        when soort not in ('niveau', 'verandering') and maat != 'kwetsbaarheid+onv'
            then 'soort `' || soort || '` heeft als maat `kwetsbaarheid+onv`'
        when
            (soort, klassen) not in (
                ('niveau', 'vast'), ('niveau', 'kwintiel'), ('verandering', 'vast'), ('verandering', 'kwintiel'),
                ('verandering', 'rond_nul'), ('samenloop', 'samenloop'), ('veerkracht', 'vast'),
                ('veerkracht_relatief', 'vast'), ('focus', 'tercielen')
            )
            then 'soort `' || soort || '` gaat niet samen met klassen `' || klassen || '`'
        when grenzen is null then '`grenzen` zijn geen getallen met puntkomma''s ertussen'
        when klassen in ('vast', 'rond_nul') and len(grenzen) = 0 then '`grenzen` is leeg'
        when klassen in ('vast', 'rond_nul') and list_sort(list_distinct(grenzen)) != grenzen
            then '`grenzen` lopen niet op'
        when klassen = 'samenloop' and (len(grenzen) != 2 or grenzen[1] <= grenzen[2])
            then '`grenzen` van samenloop zijn twee getallen, het grootste eerst'
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
