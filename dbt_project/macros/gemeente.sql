{# The map on which totals of a soort stand: of several (a user may add one) the first. #}
{% macro eerste_kaart(soort) -%}
    (select arg_min(kaart_id, (volgorde, kaart_id)) from {{ ref('dim_kaart') }} where soort = '{{ soort }}')
{%- endmacro %}

{# What a row of fct_gemeente is, where its category has no meaning of its own. #}
{% macro gemeente_betekenis() -%}
    case
        when r.onderwerp = 'kaartklasse'
            then zin({{ sjabloon('zonder_klasse') }}, { status: split_part(r.categorie, ':', -1) })
        when r.onderwerp = 'samenloop' then {{ sjabloon('zonder_samenloop') }}
        when r.onderwerp = 'beide_toegenomen' then {{ sjabloon('beide_toegenomen') }}
        when r.groep is not null then {{ sjabloon('zonder_corporatiebezit') }}
        when r.is_schatting then zin({{ sjabloon('geschat_geheel') }}, {
            label: coalesce(l.label, r.maat), wat: if(r.categorie like '%|verschil', 'verandering', null),
            jaar_van: r.jaar_van, jaar_tot: r.jaar_tot
        })
        else zin({{ sjabloon('gemiddelde') }}, {
            groep: case
                when r.onderwerp = 'corporatiebuurt'
                    then if(r.categorie like 'rest|%', 'overige buurten', 'corporatiebuurten')
            end,
            label: coalesce(l.label, r.maat),
            jaar_van: if(r.categorie like '%|verschil', r.jaar_van, null),
            jaar_tot: r.jaar_tot
        })
    end
{%- endmacro %}
