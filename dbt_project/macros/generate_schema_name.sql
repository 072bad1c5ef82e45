{# A model's schema is the one of its layer, without the target's in front: marts alone stand in main. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name | trim if custom_schema_name else target.schema }}
{%- endmacro %}
