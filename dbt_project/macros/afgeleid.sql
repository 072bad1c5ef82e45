{# Rows of one derived indicator where its leading figure was delivered: source and release are those of that figure. #}
{% macro afgeleid(indicator, herkomst, formule, marge) %}
    select
        {{ herkomst }}.bron as bron,
        {{ herkomst }}.release as release,
        jaar,
        niveau,
        gebiedscode,
        indeling,
        '{{ indicator }}' as indicator,
        {{ formule }} as waarde,
        case when {{ formule }} is null then 'ontbreekt' else 'waarde' end as status,
        {{ marge }} as marge
    from met_noemers
    where {{ herkomst }} is not null
{% endmacro %}
