{# Chance that a standard normal variable lies beyond |z| (Abramowitz & Stegun 26.2.17; error below 1e-7): DuckDB has no
   erf. #}
{% macro normale_staart(z) -%}
    {%- set t = '(1 / (1 + 0.2316419 * abs(' ~ z ~ ')))' -%}
    (0.3989422804014327 * exp(-0.5 * ({{ z }}) ^ 2) * {{ t }} * (0.319381530 + {{ t }} * (-0.356563782 + {{ t }}
    * (1.781477937 + {{ t }} * (-1.821255978 + {{ t }} * 1.330274429)))))
{%- endmacro %}
