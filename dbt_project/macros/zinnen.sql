{# Sentences come of function `zin(sjabloon, velden)` (veerkracht/sentences.py) of a template of a seed and a struct of
   the values of its fields. The template says how its numbers are written. A model that calls it is a table. #}

{# A template of zinnen.csv, in the words for what areas are compared with; null where it has none for that. As it is a
   subquery no other column of the same select can name the one it is in. #}
{% macro sjabloon(zin_id) -%}
    {%- set zin = "coalesce(nullif(zin_geladen, ''), zin)" if var('referentie') == 'geladen_gebieden' else 'zin' -%}
    (select nullif({{ zin }}, '') from {{ ref('zinnen') }} where zin_id = '{{ zin_id }}')
{%- endmacro %}
