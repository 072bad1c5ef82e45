{# How publishers write figures. What they write where they give none stands in the seed `geen_cijfer`. #}

{# Text as a number: decimal point or comma, padding removed; null where it is none. #}
{% macro getal(tekst) %}try_cast(replace(trim({{ tekst }}), ',', '.') as double){% endmacro %}

{# Whether a number is a figure: what publishers write below this is a code. #}
{% macro is_cijfer(getal) %}(isfinite({{ getal }}) and {{ getal }} > -99990){% endmacro %}

{# How a cell without a figure is looked up in `geen_cijfer`: as text, or as a whole number; null for a figure. A blank,
   the word null and signs alone (`,`, `..`) cannot stand in a seed: they read as a dot, and every dash as `-`. The same
   stands in veerkracht/sources/readers/missing.py. #}
{% macro geen_cijfer(tekst, getal) %}
    case
        when {{ is_cijfer(getal) }} then null
        when isfinite({{ getal }}) then try_cast({{ getal }} as bigint)::varchar
        when trim({{ tekst }}) in ('-', '–', '—', '−') then '-'
        when regexp_full_match(trim({{ tekst }}), '[^\p{L}\p{N}]*') then '.'
        else coalesce(nullif(lower(trim({{ tekst }})), 'null'), '.')
    end
{% endmacro %}
