{# One row per combination of columns. Hashes find the suspects (cheap on tens of millions of rows), values decide. #}
{% test uniek(model, kolommen) %}
{%- set sleutel = kolommen | join(', ') %}
with verdacht as (
    select hash({{ sleutel }}) as sleutel from {{ model }}
    group by all
    having count(*) > 1
),

final as (
    select {{ sleutel }}, count(*) as rijen
    from {{ model }}
    where hash({{ sleutel }}) in (select sleutel from verdacht)
    group by all
    having count(*) > 1
)

select * from final
{% endtest %}
