{# The layer of a model stands in front of its name: stg_ in staging, int_ in tussen, marts in that of the target. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {%- set layers = {'stg': 'staging', 'int': 'tussen'} if node.resource_type == 'model' else {} -%}
    {{ layers.get(node.name.split('_')[0], custom_schema_name | trim if custom_schema_name else target.schema) }}
{%- endmacro %}
