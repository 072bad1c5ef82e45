{# A sum that is the same in whatever order its rows come: on a grid of 1e-12 additions are exact. What a publisher's
   mistake puts beyond 1e23 counts as that. `venster` is a named window, to sum over that. #}
{% macro vaste_som(x, venster=none) -%}
    (
        sum(if(abs({{ x }}) > 1e23, sign({{ x }}) * 1e23, {{ x }})::decimal(38, 12))
        {%- if venster %} over {{ venster }}{% endif %}
    )::double
{%- endmacro %}
