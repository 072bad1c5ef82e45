{# Rows of one derived indicator where its leading figure was delivered; `variantie` is that of its rounding. #}
{% macro afgeleid(indicator, leiders, formule, marge, variantie) %}
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
        {{ marge }} as marge,
        sqrt({{ variantie }}) as se_afronding
    from leidend
    where leider in ('{{ leiders | join("', '") }}')
{% endmacro %}
