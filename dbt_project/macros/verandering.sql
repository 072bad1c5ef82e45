{# States in which a value cannot be set beside another year. #}
{% macro onvergelijkbaar() %}'onvergelijkbaar', 'geen_grenzen', 'onvoldoende_dekking'{% endmacro %}

{# Of two methods the one that says least directly what was measured. #}
{% macro minst_direct(een, ander) -%}
    case
        when {{ een }} is null or {{ ander }} is null then null
        when {{ een }} = {{ ander }} then {{ een }}
        else list_extract(
            {{ methoden() }},
            greatest(list_position({{ methoden() }}, {{ een }}), list_position({{ methoden() }}, {{ ander }}))
        )
    end
{%- endmacro %}

{% macro methoden() -%}
    ['geleverd', 'zelfde_indeling', 'ongewijzigd', 'adressen', 'inwoners', 'oppervlakte', 'uit_buurten']
{%- endmacro %}

{# What a difference means; within the rounding of both ends it means nothing. #}
{% macro oordeel(verschil, marge, richting) -%}
    case
        when abs({{ verschil }}) <= {{ marge }} + 1e-9 then 'geen_meetbaar_verschil'
        when {{ richting }} = 'neutraal' then if({{ verschil }} > 0, 'gestegen', 'gedaald')
        when ({{ richting }} = 'hoger_is_gunstiger') = ({{ verschil }} > 0) then 'verbeterd'
        else 'verslechterd'
    end
{%- endmacro %}
