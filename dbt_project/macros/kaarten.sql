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
        when len(list_filter(grenzen, lambda g: isfinite(g))) != len(grenzen)
            then '`grenzen` zijn geen getallen met puntkomma''s ertussen'
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

{# 1 both less favourable, 2 only vulnerability, 3 only nuisance, 4 little change, 5 more favourable (method, §3). #}
{% macro samenloop(v, n, grenzen) -%}
    case
        when {{ v }} > {{ grenzen }}[1] and {{ n }} > {{ grenzen }}[1] then 1
        when {{ v }} > {{ grenzen }}[1] then 2
        when {{ n }} > {{ grenzen }}[1] then 3
        when least({{ v }}, {{ n }}) < {{ grenzen }}[2] then 5
        else 4
    end
{%- endmacro %}

{# On what the classes of a map rest, as a Dutch sentence to print beside its legend. #}
{% macro klassengrond() -%}
    {%- set geladen = var('referentie') == 'geladen_gebieden' -%}
    {%- set gebieden = "g.n_getoond || ' " ~ ('geladen gebieden' if geladen else 'gebieden in heel Nederland') ~ "'" -%}
    {%- set waar = 'over de geladen gebieden' if geladen else 'over heel Nederland' -%}
    {%- set gewogen = "if(r.is_gewogen, '', ' (niet gewogen: inwoners onbekend)')" -%}
    case
        when r.kaart_id is null then null
        when r.is_geleverd then 'klassen van de uitgever (' || k.geleverde_klasse || ')'
        when k.klassen = 'kwintiel' then 'vijf gelijke delen van ' || {{ gebieden }}
        when k.klassen = 'tercielen' then 'drie gelijke delen van ' || {{ gebieden }} || ', van elk van beide maten'
        when k.klassen = 'rond_nul'
            then 'grenzen rond nul, in delen van de spreiding van de verandering {{ waar }}: '
                || {{ getaltekst('r.s', 3) }} || {{ gewogen }}
        when k.klassen = 'samenloop'
            then 'verandering gedeeld door haar spreiding {{ waar }}: ' || {{ getaltekst('r.s', 3) }} || ' en '
                || {{ getaltekst('r.s_2', 3) }} || {{ gewogen }}
        when k.is_landelijk then 'vaste grenzen, in standaardafwijkingen {{ waar }}'
        else 'vaste grenzen'
    end
{%- endmacro %}
