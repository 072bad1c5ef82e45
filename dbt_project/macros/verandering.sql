{# States in which a value cannot be set beside another year. #}
{% macro onvergelijkbaar() %}'onvergelijkbaar', 'geen_grenzen', 'onvoldoende_dekking'{% endmacro %}

{# Methods of fct_reeks from direct to indirect, as a number and back. #}
{% macro methoden() -%}
    {{ return(['geleverd', 'zelfde_indeling', 'ongewijzigd', 'adressen', 'inwoners', 'oppervlakte', 'uit_buurten']) }}
{%- endmacro %}

{% macro methoderang(methode) -%}
    case {{ methode }} {% for naam in methoden() %}when '{{ naam }}' then {{ loop.index }} {% endfor %}end::tinyint
{%- endmacro %}

{% macro methode(rang) -%}
    case {{ rang }} {% for naam in methoden() %}when {{ loop.index }} then '{{ naam }}' {% endfor %}end
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
