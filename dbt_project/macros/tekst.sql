{# Figures inside a Dutch sentence. #}

{# A figure in a Dutch sentence: decimal comma, real minus; with `teken` also a plus. #}
{% macro getaltekst(getal, decimalen, teken=false) -%}
    {%- set vorm = '{:' ~ ('+' if teken else '') ~ '.' ~ decimalen ~ 'f}' -%}
    {#- plus 0: what rounds to nothing is no minus zero -#}
    replace(replace(format('{{ vorm }}', round({{ getal }}, {{ decimalen }}) + 0), '.', ','), '-', '−')
{%- endmacro %}

{% macro procent(aandeel) -%}
    (round(100 * ({{ aandeel }}))::integer || '%')
{%- endmacro %}

{# A share that is too small, rounded down, so that it is not told as what is asked. #}
{% macro procent_te_weinig(aandeel) -%}
    (floor(100 * ({{ aandeel }}) + 1e-9)::integer || '%')
{%- endmacro %}

{# Peopled: enough inhabitants to say something of the area. #}
{% macro bewoond(inwoners) -%}
    ({{ inwoners }} >= {{ var('inwoners_minimum') }})
{%- endmacro %}
