{# Order in which years are nearest to a year; of two as near the earlier one, or with `gelijk` the later. #}
{% macro nabijheid(jaar, doel, gelijk='eerder') -%}
    (2 * abs({{ jaar }} - {{ doel }}) + ({{ jaar }} {{ '>' if gelijk == 'eerder' else '<' }} {{ doel }})::integer)
{%- endmacro %}
