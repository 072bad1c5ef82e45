{# Quadrant of two changes for the worse; either unknown gives none. #}
{% macro kwadrant(kwetsbaarheid, overlast) -%}
    case
        when {{ kwetsbaarheid }} is null or {{ overlast }} is null then 'zonder waarde'
        when {{ kwetsbaarheid }} and {{ overlast }} then 'beide gestegen'
        when {{ kwetsbaarheid }} then 'alleen kwetsbaarheid'
        when {{ overlast }} then 'alleen overlast'
        else 'geen van beide'
    end
{%- endmacro %}

{# What a row of fct_gemeente is, where its category has no meaning of its own. #}
{% macro gemeente_betekenis() -%}
    case
        when r.onderwerp = 'kaartklasse' then 'zonder klasse: ' || split_part(r.categorie, ':', -1)
        when r.onderwerp = 'kwadrant_aantoonbaar' then 'de verandering van kwetsbaarheid of van overlast, of de ruis daarin, is niet bekend'
        when r.onderwerp = 'kwadrant' then 'de verandering van kwetsbaarheid of van overlast is niet bekend'
        when r.groep is not null then 'het aandeel corporatiewoningen is niet bekend'
        else
            case
                when r.onderwerp != 'corporatiebuurt' then ''
                when r.categorie like 'rest|%' then 'overige buurten: '
                else 'corporatiebuurten: '
            end
            || coalesce(l.label, r.maat)
            || if(
                r.categorie like '%|verschil', ', gemiddelde verandering ' || r.jaar_van || '–' || r.jaar_tot, ', gemiddelde'
            )
            || ', gewogen naar inwoners'
    end
{%- endmacro %}
