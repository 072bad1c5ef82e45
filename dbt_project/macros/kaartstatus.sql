{# Peopled: enough inhabitants to say something of the area. #}
{% macro bewoond(inwoners) -%}
    ({{ inwoners }} >= {{ var('inwoners_minimum') }})
{%- endmacro %}

{# What stands on a map instead of a value, in the words of its legend. #}
{% macro kaartstatus(waarde, bewoond, bronstatus) -%}
    case
        when not {{ bewoond }} then 'te weinig inwoners'
        when {{ waarde }} is not null and isfinite({{ waarde }}) then 'waarde'
        when {{ bronstatus }} in ({{ onvergelijkbaar() }}) then 'onvergelijkbaar'
        when {{ bronstatus }} = 'geheim' then 'afgeschermd'
        else 'geen gegevens'
    end
{%- endmacro %}

{# Why an end of the period of an area of int_maat_gemeten has no measurement. #}
{% macro geen_bron(jaar) -%}
    zin({{ sjabloon('geen_bron') }}, { jaar: {{ jaar }}, indeling: if(is_doel, null, indeling) })
{%- endmacro %}

{# Why, where the source gives no reason of its own. #}
{% macro kaartreden(status, reden, jaar) -%}
    case {{ status }}
        when 'waarde' then null
        when 'te weinig inwoners' then zin({{ sjabloon('klein') }}, { minimum: {{ var('inwoners_minimum') }} })
        when 'afgeschermd' then coalesce({{ reden }}, zin({{ sjabloon('niet_vrij') }}, { jaar: {{ jaar }} }))
        else coalesce({{ reden }}, zin({{ sjabloon('geen_cijfer') }}, { jaar: {{ jaar }} }))
    end
{%- endmacro %}
