{# The only place that knows how publishers write "no figure". #}

{# Text as a number: decimal point or comma, padding removed; null where it is none. #}
{% macro getal(tekst) %}try_cast(replace(trim({{ tekst }}), ',', '.') as double){% endmacro %}

{# Why a cell has no figure, or `waarde`; `onleesbaar` for text that nobody has explained yet. #}
{% macro status(tekst, getal) %}
    case
        when {{ getal }} > -99990 and isfinite({{ getal }}) then 'waarde'
        when {{ getal }} = -99997 then 'geheim'
        when {{ getal }} = -99995 then 'nog_niet'
        when {{ getal }} in (-99998, -99999, -99999999) then 'ontbreekt'
        when {{ tekst }} is null then 'ontbreekt'
        when lower(trim({{ tekst }})) in ('', '.', 'na', 'n/a', 'nan', 'null', 'none', 'notavailable', 'missing')
            then 'ontbreekt'
        when lower(trim({{ tekst }})) in ('x', 'geheim', 'confidential') then 'geheim'
        when lower(trim({{ tekst }})) in ('-', 'nihil', 'impossible', 'notapplicable', 'n.v.t.')
            then 'niet_van_toepassing'
        else 'onleesbaar'
    end
{% endmacro %}
