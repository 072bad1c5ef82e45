{# Sources with observations; restricted ones exist in target leden only. #}
{% macro bronnen() %}
    {{ return(
        ['cbs_kerncijfers', 'leefbaarometer', 'rivm_gezondheid', 'cbs_grenzen']
        + (['woonzorgwijzer', 'cbs_microdata'] if target.name == 'leden' else [])
    ) }}
{% endmacro %}
