{# By what a figure is weighed when boundaries change: `gewicht` (counts), its denominator, or `score` (inhabitants). #}
{% macro weegsleutel(i) -%}
    case
        when {{ i }}.soort = 'aantal' then 'gewicht'
        when {{ i }}.soort = 'score' then 'score'
        else coalesce({{ i }}.noemer, 'a_inw')
    end
{%- endmacro %}
