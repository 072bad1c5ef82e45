{# What rounding does to a figure: the largest error it can make, and the standard error (method §4.2). #}

{# Whether counts of a level are rounded at random: those of gemeenten and the land often are not. #}
{% macro is_aselect(kolom, niveau) -%}
    (
        {{ kolom }}.afrondingswijze = 'aselect_alle'
        or {{ kolom }}.afrondingswijze = 'aselect' and {{ niveau }} not in ('gemeente', 'land')
    )
{%- endmacro %}

{# Largest rounding error of a figure: base - 1 where counts are rounded at random, half the base otherwise. #}
{% macro marge(kolom, niveau) %}
    case
        when {{ is_aselect(kolom, niveau) }} then {{ kolom }}.afronding - 1
        when {{ kolom }}.afrondingswijze = 'rekenkundig' then {{ kolom }}.afronding / 2
        else 0
    end::double
{%- endmacro %}

{# Standard error of rounding at random to base b (a triangle on (-b, b): b²/6) and in steps s (uniform: s²/12). #}
{% macro se_afronding(kolom, niveau) %}
    case
        when {{ is_aselect(kolom, niveau) }} then {{ kolom }}.afronding / sqrt(6)
        when {{ kolom }}.afrondingswijze = 'rekenkundig' then {{ kolom }}.afronding / sqrt(12)
        else 0
    end::double
{%- endmacro %}

{# Variance of x / noemer, each with a variance of its own. #}
{% macro ratiovariantie(x, noemer, variantie_x, variantie_noemer) -%}
    (({{ variantie_x }}) + (({{ x }}) / nullif({{ noemer }}, 0)) ^ 2 * ({{ variantie_noemer }}))
    / nullif({{ noemer }}, 0) ^ 2
{%- endmacro %}
