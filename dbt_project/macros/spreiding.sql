{# Entropy of a group of `deel` in `geheel` against the rest, in nats; 0·ln 0 = 0. #}
{% macro entropie(deel, geheel) -%}
    (
        - coalesce({{ deel }} / {{ geheel }} * ln(nullif({{ deel }} / {{ geheel }}, 0)), 0)
        - coalesce((1 - {{ deel }} / {{ geheel }}) * ln(nullif(greatest(1 - {{ deel }} / {{ geheel }}, 0), 0)), 0)
    )
{%- endmacro %}

{# How sure a difference of fct_spreiding is, and on what it stands, in words. #}
{% macro onzekerheid(voor) -%}
    ' ({{ voor }} ' || {{ nl_getal('laag', 3, plus=true) }} || ' en ' || {{ nl_getal('hoog', 3, plus=true) }} || '; '
    || n || ' gebieden met ' || {{ procent('dekking') }} || ' van de inwoners)'
{%- endmacro %}

{# A number of buurten in words. #}
{% macro buurten(aantal) -%}
    ({{ aantal }} || if({{ aantal }} = 1, ' buurt', ' buurten'))
{%- endmacro %}
