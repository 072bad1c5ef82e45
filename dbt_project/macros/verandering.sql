{# States in which a value cannot be set beside another year. #}
{% macro onvergelijkbaar() %}'onvergelijkbaar', 'geen_grenzen', 'onvoldoende_dekking'{% endmacro %}

{# Methods of fct_reeks from direct to indirect, as a number and back. #}
{% macro methoden() -%}
    {{ return([
        'geleverd', 'zelfde_indeling', 'ongewijzigd', 'hele_gebieden', 'adressen', 'inwoners', 'oppervlakte', 'uit_buurten'
    ]) }}
{%- endmacro %}

{% macro methoderang(methode) -%}
    case {{ methode }} {% for naam in methoden() %}when '{{ naam }}' then {{ loop.index }} {% endfor %}end::tinyint
{%- endmacro %}

{% macro methode(rang) -%}
    case {{ rang }} {% for naam in methoden() %}when {{ loop.index }} then '{{ naam }}' {% endfor %}end
{%- endmacro %}

{# What a difference of registrations means (method §5): within the rounding of both ends nothing, beyond it only what
   is sure enough. What is not may be made by converting, or else by rounding: the largest error of a share that is
   divided here leaves out its denominator. #}
{% macro oordeel_registratie(verschil, marge, se_omklap, kans_omhoog, kans_omlaag, richting) -%}
    case
        when abs({{ verschil }}) <= {{ marge }} + 1e-9 then 'geen meetbaar verschil'
        when {{ se_omklap }} is null then '{{ grens_verlegd() }}'
        when greatest({{ kans_omhoog }}, {{ kans_omlaag }}) < {{ var('registratie_zeker') }}
            then if({{ se_omklap }} > 0, '{{ grens_verlegd() }}', 'geen meetbaar verschil')
        when {{ richting }} = 'neutraal' then if({{ verschil }} > 0, 'gestegen', 'gedaald')
        when ({{ richting }} = 'hoger_is_gunstiger') = ({{ verschil }} > 0) then 'gunstiger'
        else 'ongunstiger'
    end
{%- endmacro %}

{% macro grens_verlegd() %}niet te zeggen (grens verlegd){% endmacro %}

{# Standard errors on either side of an estimate between which the truth lies in 8 cases out of 10. #}
{% macro acht_van_tien() %}{{ var('kaartsoorten')['acht_van_tien'] }}{% endmacro %}
