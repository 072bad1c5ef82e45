{# How a column of a delivery is called in kolommen.csv. #}

{% macro kolomsleutel(bron, layout, kolom, titel) %}
    lower(trim(
        case
            -- RIVM: topic key without the suffix that changes by table; in v4 the title holds the same words
            when {{ bron }} = 'rivm_gezondheid' and {{ layout }} like 'v4%' and {{ titel }} is not null
                then regexp_replace({{ titel }}, '[^A-Za-z0-9]', '', 'g')
            when {{ bron }} = 'rivm_gezondheid' then regexp_replace({{ kolom }}, '_[0-9]+$', '')
            -- police: topic key or title, without suffix, unit and the month that the reader puts behind it
            when {{ bron }} in ('politie_overlast', 'politie_misdrijven') then {{ kaal(
                "regexp_replace(regexp_replace(" ~ kolom ~ ", '[|]MM[0-9]+$', ''), '(_[0-9]+|\\s*[(][^()]*[)])\\s*$|^.*/', '', 'g')"
            ) }}
            else {{ kolom }}
        end
    ))
{% endmacro %}

{# StatLine CSV has the title path with the unit behind it as header: `Bevolking/Aantal inwoners (aantal)`. #}
{% macro kolomtitel(layout, kolom, titel) %}
    lower(trim(
        case
            when {{ titel }} is null and {{ layout }} = 'statline_csv'
                then regexp_replace(regexp_replace({{ kolom }}, '\s*\([^()]*\)\s*$', ''), '^.*/', '')
            else {{ titel }}
        end
    ))
{% endmacro %}

{% macro kolomeenheid(layout, kolom, eenheid) %}
    lower(trim(
        case
            when {{ eenheid }} is null and {{ layout }} = 'statline_csv'
                then nullif(regexp_extract({{ kolom }}, '\(([^()]*)\)\s*$', 1), '')
            else {{ eenheid }}
        end
    ))
{% endmacro %}

{# Letters and digits of a title: `Wmo-cliënten relatief` and the v3 key `WmoClientenRelatief_90` are the same words. #}
{% macro kaal(titel) %}regexp_replace(lower(strip_accents({{ titel }})), '[^a-z0-9]', '', 'g'){% endmacro %}

{# How the sum of twelve months is called: `…|MM01-12`. #}
{% macro kolom_van_jaar(kolom) %}regexp_replace({{ kolom }}, '[0-9]+$', '01-12'){% endmacro %}
