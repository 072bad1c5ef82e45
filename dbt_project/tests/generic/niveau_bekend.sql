{# Only levels of the table, of which `soort` holds (see the macro niveaus). #}
{% test niveau_bekend(model, column_name, soort) %}
with final as (
    select distinct {{ column_name }} from {{ model }}
    where {{ column_name }} not in ({{ niveaus(soort) }})
)

select * from final
{% endtest %}
