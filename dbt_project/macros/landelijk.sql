{# Whether areas with a value hold enough of the country for a national figure; always with geladen_gebieden. #}
{% macro landelijk(dekking) -%}
    {%- if var('referentie') == 'geladen_gebieden' -%}
        true
    {%- else -%}
        (coalesce({{ dekking }}, 0) >= {{ var('landelijke_dekking_minimum') }} - 1e-9)
    {%- endif -%}
{%- endmacro %}

{# Why there is no national figure, as a Dutch sentence. #}
{% macro niet_landelijk(dekking) -%}
    case
        when {{ dekking }} is null then 'niet bekend is welk deel van de inwoners van Nederland hier woont'
        else zin(
            {{ sjabloon('niet_landelijk') }},
            { dekking: {{ dekking }}, nodig: {{ var('landelijke_dekking_minimum') }} }
        )
    end
{%- endmacro %}
