{# The map on which totals of a soort stand: of several (a user may add one) the first. #}
{% macro eerste_kaart(soort) -%}
    (select arg_min(kaart_id, (volgorde, kaart_id)) from {{ ref('dim_kaart') }} where soort = '{{ soort }}')
{%- endmacro %}

{# What a row of fct_gemeente is, where its category has no meaning of its own. #}
{% macro gemeente_betekenis() -%}
    case
        when r.onderwerp = 'kaartklasse' then 'zonder klasse: ' || split_part(r.categorie, ':', -1)
        when r.onderwerp = 'samenloop' then 'over de verandering van kwetsbaarheid en overlast is hier geen oordeel'
        when r.onderwerp = 'beide_toegenomen'
            then 'inwoners van buurten waar naar verwachting zowel kwetsbaarheid als overlast meer toenam dan de drempel: '
                || 'elke buurt telt mee naar de kans daarop'
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
