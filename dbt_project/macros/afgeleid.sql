{# Rows of one derived indicator where its leading figure was delivered. #}
{% macro afgeleid(indicator, leiders, formule, marge) %}
    select
        bron,
        release,
        jaar,
        niveau,
        gebiedscode,
        indeling,
        '{{ indicator }}' as indicator,
        {{ formule }} as waarde,
        case when {{ formule }} is null then 'ontbreekt' else 'waarde' end as status,
        {{ marge }} as marge
    from leidend
    where leider in ('{{ leiders | join("', '") }}')
{% endmacro %}
