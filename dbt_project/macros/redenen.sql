{# Sentences of seeds, and certainty in words. #}

{# How sure it is that an area is among the highest, or that both rose, in a word. #}
{% macro zekerheid_woord(zekerheid) -%}
    case
        when {{ zekerheid }} >= {{ var('duidelijk_vanaf') }} then 'zeker'
        when {{ zekerheid }} >= {{ var('waarschijnlijk_vanaf') }} then 'waarschijnlijk'
    end
{%- endmacro %}

{# Whose limits a class has. #}
{% macro referentie_woord() -%}
    '{{ "de geladen gebieden" if var("referentie") == "geladen_gebieden" else "het land" }}'
{%- endmacro %}

{# A sentence of a seed with the names in braces replaced by their values; without a value nothing is left of them. #}
{% macro vul_in(tekst, velden) -%}
    {%- set zin = namespace(sql=tekst) -%}
    {%- for naam, sql in velden.items() -%}
        {%- set zin.sql = "replace(" ~ zin.sql ~ ", '{" ~ naam ~ "}', coalesce(" ~ sql ~ ", ''))" -%}
    {%- endfor -%}
    {{ zin.sql }}
{%- endmacro %}
