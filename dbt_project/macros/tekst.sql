{# Figures inside a Dutch sentence. #}

{# Decimal comma, a true minus, never a minus before zero; `plus` puts a sign before gains. #}
{% macro nl_getal(waarde, decimalen, plus=false) -%}
    {%- set waarde = '(' ~ waarde ~ ')::double' -%}
    {% if plus %}if(round({{ waarde }}, {{ decimalen }}) > 0, '+', '') || {% endif -%}
    replace(
        replace(format('{:.{}f}', round({{ waarde }}, {{ decimalen }}) + 0.0, {{ decimalen }}::integer), '.', ','),
        '-', '−'
    )
{%- endmacro %}

{# Whole numbers with points between thousands. #}
{% macro nl_aantal(waarde) -%}
    format('{:t.}', round({{ waarde }})::bigint)
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
