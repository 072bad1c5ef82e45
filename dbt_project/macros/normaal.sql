{# Chance that a standard normal variable lies beyond |z| (Abramowitz & Stegun 26.2.17; error below 1e-7): DuckDB has no
   erf. #}
{% macro normale_staart(z) -%}
    {%- set t = '(1 / (1 + 0.2316419 * abs(' ~ z ~ ')))' -%}
    (0.3989422804014327 * exp(-0.5 * {{ kwadraat(z) }}) * {{ t }} * (0.319381530 + {{ t }} * (-0.356563782 + {{ t }}
    * (1.781477937 + {{ t }} * (-1.821255978 + {{ t }} * 1.330274429)))))
{%- endmacro %}

{# A square: `x ^ 2` is a call of pow() a row, and costs ten times as much. #}
{% macro kwadraat(x) -%}
    (({{ x }}) * ({{ x }}))
{%- endmacro %}

{# A chance as marts show it, in thousandths: round() to digits finds its power of ten anew for each row. #}
{% macro kans_afgerond(p) -%}
    round(1000 * {{ p }}) / 1000
{%- endmacro %}
