{# By what a figure is weighed when boundaries change: `gewicht` (counts; of classes only unchanged areas are kept), its
   denominator, or `score` (inhabitants). #}
{% macro weegsleutel(i) -%}
    case
        when {{ i }}.soort in ('aantal', 'index') then 'gewicht'
        when {{ i }}.soort = 'score' then 'score'
        else coalesce({{ i }}.noemer, 'a_inw')
    end
{%- endmacro %}
