{# Only kinds of map that are registered (see the macro kaartsoort). #}
{% test kaartsoort_bekend(model, column_name) %}
with final as (
    select distinct {{ column_name }} from {{ model }}
    where {{ kaartsoort(column_name, 'grond') }} is null
)

select * from final
{% endtest %}
