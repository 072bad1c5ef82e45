{# Years that the periods of the settings name, as rows of a values list. #}
{% macro kaartjaren() -%}
    {%- set jaren = [] -%}
    {%- if var('kaart_perioden') is not string -%}
        {%- for periode in var('kaart_perioden') -%}
            {%- for jaar in periode if jaar is not string -%}{%- do jaren.append(jaar) -%}{%- endfor -%}
        {%- endfor -%}
    {%- endif -%}
    {%- for jaar in jaren | unique | sort %}({{ jaar }}), {% endfor -%}
    (null)
{%- endmacro %}

{# The periods of the settings as rows (jaar_van, jaar_tot), null for `nieuwste`; no row but an empty one for `alle`. #}
{% macro kaartparen() -%}
    {%- if var('kaart_perioden') is not string -%}
        {%- for van, tot in var('kaart_perioden') %}({{ van }}, {{ 'null' if tot == 'nieuwste' else tot }}), {% endfor -%}
    {%- endif -%}
    (null, null)
{%- endmacro %}
