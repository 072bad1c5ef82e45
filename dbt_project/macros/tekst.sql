{# Figures inside a Dutch sentence. #}

{% macro procent(aandeel) -%}
    (round(100 * ({{ aandeel }}))::integer || '%')
{%- endmacro %}

{# Order in which years are nearest to a year; of two as near the earlier one. #}
{% macro nabijheid(jaar, doel) -%}
    (2 * abs({{ jaar }} - {{ doel }}) + ({{ jaar }} > {{ doel }})::integer)
{%- endmacro %}

{# Peopled: enough inhabitants to say something of the area. #}
{% macro bewoond(inwoners) -%}
    ({{ inwoners }} >= {{ var('inwoners_minimum') }})
{%- endmacro %}
