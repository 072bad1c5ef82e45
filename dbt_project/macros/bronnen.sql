{# Sources with observations; restricted ones exist in target leden only. `eigen` are all sources of the user. #}
{% macro bronnen() %}
    {{ return(
        ['cbs_kerncijfers', 'leefbaarometer', 'rivm_gezondheid', 'cbs_grenzen', 'politie_overlast', 'eigen']
        + (['woonzorgwijzer', 'cbs_microdata', 'eigen_beperkt'] if target.name == 'leden' else [])
    ) }}
{% endmacro %}
