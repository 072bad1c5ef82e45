{# The kinds of map come as var `kaartsoorten` from veerkracht/mapkinds: the facts of each. No other SQL names one. Each
   `case` begins with a null, so that it is one also where a linter knows no vars. #}

{# A fact of the kind that `klassen` names; null where it is no kind. #}
{% macro kaartsoort(klassen, feit) -%}
    case
        when {{ klassen }} is null then null
        {%- for soort in var('kaartsoorten')['alle'] if soort[feit] is not none %}
            when {{ klassen }} = '{{ soort["naam"] }}'
                then {{ "'" ~ soort[feit] ~ "'" if soort[feit] is string else soort[feit] | lower or 'null' }}
        {%- endfor %}
    end
{%- endmacro %}

{# Whether a map of this soort can be of this kind. #}
{% macro soort_past() -%}
    case
        when klassen is null then null
        {%- for soort in var('kaartsoorten')['alle'] %}
            when klassen = '{{ soort["naam"] }}' then soort in ('{{ soort["soorten"] | join("', '") }}')
        {%- endfor %}
    end
{%- endmacro %}

{# The measures that a map of this soort shows; null for any one measure. #}
{% macro soortmaten() -%}
    case
        when soort is null then null
        {%- for een in var('kaartsoorten')['maten'] %}
            when soort = '{{ een["soort"] }}' then '{{ een["maten"] }}'
        {%- endfor %}
    end
{%- endmacro %}

{# Names of the kinds of a change whose classes follow from `grond`, in words. #}
{% macro soorten_van(grond) -%}
    {%- for naam in var('kaartsoorten')['verandering'][grond] -%}
        {{ ' of ' if not loop.first }}`{{ naam }}`
    {%- endfor -%}
{%- endmacro %}

{# The class of a map that claims nothing, −1 for the last; null where every class claims something. #}
{% macro klasse_niet_te_zeggen() -%}
    case
        when klassen is null then null
        {%- for een in var('kaartsoorten')['niet_te_zeggen'] %}
            when klassen = '{{ een["naam"] }}' and soort = '{{ een["soort"] }}' then {{ een["klasse"] or 'null' }}
        {%- endfor %}
    end
{%- endmacro %}

{# What is wrong with a row of kaarten.csv, in words for who wrote it; null when nothing is. `aantal` = its classes. #}
{% macro kaartbezwaar() -%}
    case
        when onbekend is not null then zin({{ sjabloon('kaart_maat_onbekend') }}, { maat: onbekend })
        when {{ soortmaten() }} is null and len(maten) != 1
            then zin({{ sjabloon('kaart_een_maat') }}, { soort: soort })
        when maat != {{ soortmaten() }}
            then zin({{ sjabloon('kaart_andere_maat') }}, { soort: soort, maat: {{ soortmaten() }} })
        when not coalesce({{ soort_past() }}, false)
            then zin({{ sjabloon('kaart_past_niet') }}, { soort: soort, klassen: klassen })
        when len(list_filter(grenzen, lambda g: isfinite(g))) != len(grenzen)
            then '`grenzen` zijn geen getallen met puntkomma''s ertussen'
        when {{ kaartsoort('klassen', 'aantal') }} is not null and len(grenzen) > 0
            then zin({{ sjabloon('kaart_zonder_grenzen') }}, { klassen: klassen })
        when {{ kaartsoort('klassen', 'naast_grenzen') }} = 1 and len(grenzen) = 0 then '`grenzen` is leeg'
        when list_sort(list_distinct(grenzen)) != grenzen then '`grenzen` lopen niet op'
        when {{ kaartsoort('klassen', 'nul_scheidt') }} and list_contains(grenzen, 0)
            then zin({{ sjabloon('kaart_nul_geen_grens') }}, { klassen: klassen })
        when soort = 'verandering' and grond != grond_verandering
            then if(
                grond_verandering = 'kans',
                zin({{ sjabloon('kaart_met_kansen') }}, { maat: maat, klassen: '{{ soorten_van("kans") }}' }),
                zin({{ sjabloon('kaart_zonder_kansen') }}, { maat: maat, klassen: '{{ soorten_van("registratie") }}' })
            )
        when len(labels) != aantal or len(kleuren) != aantal
            then zin(
                {{ sjabloon('kaart_aantallen') }},
                { aantal: aantal, labels: len(labels), kleuren: len(kleuren) }
            )
        when len(geleverde_labels) != len(geleverde_kleuren)
            then 'niet evenveel geleverde labels als geleverde kleuren'
        when geleverde_klasse is not null and (soort != 'niveau' or len(geleverde_labels) = 0)
            then 'een geleverde klasse hoort bij soort `niveau` en heeft geleverde labels en kleuren'
        when len(list_filter(kleuren || geleverde_kleuren, lambda k: not regexp_full_match(k, '#[0-9a-fA-F]{6}'))) > 0
            then 'een kleur is geen #rrggbb'
    end
{%- endmacro %}

{# Class of a change of a registration by its verdict: sides only where it rose or fell, larger steps outward. The
   middle is no measurable difference; the last class, beyond the sides, is that of a moved border. `k` = int_kaart. #}
{% macro klasse_meetbaar(oordeel, verschil) -%}
    case
        when {{ oordeel }} = 'geen meetbaar verschil' then k.klasse_geen_verschil
        when {{ oordeel }} = '{{ grens_verlegd() }}' then k.klasse_niet_te_zeggen
        when {{ oordeel }} in ('gestegen', 'gedaald', 'gunstiger', 'ongunstiger')
            then k.klasse_geen_verschil + if({{ verschil }} > 0, 1, -1)
                + len(list_filter(k.grenzen, lambda grens: grens > 0 and grens < {{ verschil }}))
                - len(list_filter(k.grenzen, lambda grens: grens < 0 and grens > {{ verschil }}))
    end
{%- endmacro %}

{# Number of the class without measurable difference: between what fell and what rose. #}
{% macro midden(grenzen) -%}
    (2 + len(list_filter({{ grenzen }}, lambda grens: grens < 0)))
{%- endmacro %}
