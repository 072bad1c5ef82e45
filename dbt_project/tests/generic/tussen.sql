{# Values of a column between two limits, a rounding error of sums allowed; also none that is no number. #}
{% test tussen(model, column_name, laag, hoog) %}
with final as (
    select {{ column_name }} from {{ model }}
    where not ({{ column_name }} between {{ laag }} - 1e-9 and {{ hoog }} + 1e-9)
)

select * from final
{% endtest %}
