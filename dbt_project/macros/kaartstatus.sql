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

{# Why, where the source gives no reason of its own. #}
{% macro kaartreden(status, reden, jaar) -%}
    case {{ status }}
        when 'waarde' then null
        when 'te weinig inwoners' then 'minder dan ' || {{ var('inwoners_minimum') }} || ' inwoners'
        when 'afgeschermd' then coalesce({{ reden }}, 'de uitgever geeft het cijfer van ' || {{ jaar }} || ' niet vrij')
        else coalesce({{ reden }}, 'geen cijfer voor dit gebied in ' || {{ jaar }})
    end
{%- endmacro %}
