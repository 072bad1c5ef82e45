{# Entropy of a group of `deel` in `geheel` against the rest, in nats; 0·ln 0 = 0. #}
{% macro entropie(deel, geheel) -%}
    (
        - coalesce({{ deel }} / {{ geheel }} * ln(nullif({{ deel }} / {{ geheel }}, 0)), 0)
        - coalesce((1 - {{ deel }} / {{ geheel }}) * ln(nullif(greatest(1 - {{ deel }} / {{ geheel }}, 0), 0)), 0)
    )
{%- endmacro %}

{# Chance of a normal deviate beyond z, as text in whole percents (Abramowitz & Stegun 7.1.26, error below 1e-7). #}
{% macro foutkans(z) -%}
    {%- set z = z | float -%}
    {%- set t = 1 / (1 + 0.3275911 * z / 2 ** 0.5) -%}
    {%- set reeks = 1.421413741 + t * (-1.453152027 + t * 1.061405429) -%}
    {%- set reeks = (0.254829592 + t * (-0.284496736 + t * reeks)) * t -%}
    {{ procent((reeks / 2) ~ ' * exp(-' ~ (z ** 2 / 2) ~ ')') }}
{%- endmacro %}

{# What of a row of fct_spreiding was found, in words. #}
{% macro onzekerheid() -%}
    ' (onzekerheid ' || {{ getaltekst('laag', 3, true) }} || ' tot ' || {{ getaltekst('hoog', 3, true) }} || '; '
    || n || ' gebieden met ' || {{ procent('dekking') }} || ' van de inwoners)'
{%- endmacro %}

{# Text with its words between braces filled in. #}
{% macro vul(tekst, woorden) -%}
    {%- set ns = namespace(uit=tekst) -%}
    {%- for woord, waarde in woorden.items() -%}
        {%- set ns.uit = "replace(" ~ ns.uit ~ ", '{" ~ woord ~ "}', " ~ waarde ~ ")" -%}
    {%- endfor -%}
    {{ ns.uit }}
{%- endmacro %}

{# A number of buurten in words. #}
{% macro buurten(aantal) -%}
    ({{ aantal }} || if({{ aantal }} = 1, ' buurt', ' buurten'))
{%- endmacro %}
