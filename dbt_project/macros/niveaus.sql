{# The levels of areas come as var `niveaus` from veerkracht/levels.py: the seed niveaus.csv with those of the user,
   from small to large. (dbt cannot read a seed while it parses.) No other SQL names a level, but gemeente and land. #}

{# Levels for `in (…)`: those with `cijfers`, those on a `kaart`, those that `nest` in each other below the land, and
   `overdwars`: those that lie across the others. #}
{% macro niveaus(soort) -%}
    {%- for niveau in var('niveaus')[soort] -%} '{{ niveau }}'{{ ', ' if not loop.last }}{%- endfor -%}
{%- endmacro %}

{# The level that weights are between and larger areas are made of: buurt. #}
{% macro grondniveau() -%} '{{ var("niveaus")["grond"] }}' {%- endmacro %}

{# Code of the one area of the level land, in which every other lies. #}
{% macro landcode() -%} '{{ var("niveaus")["landcode"] }}' {%- endmacro %}

{# Levels in which areas of another lie, below the land: wijk, gemeente. #}
{% macro ouderniveaus() -%}{{ return(var('niveaus')['ouders']) }}{%- endmacro %}

{# Code of the area of level `ouder` that an area lies in, where its own code tells; null elsewhere. #}
{% macro oudercode(ouder, niveau, code) -%}
    {%- set in_code = var('niveaus')['codes'][ouder] -%}
    case
        when {{ niveau }} in ('{{ in_code["niveaus"] | join("', '") }}')
            then '{{ in_code["voorvoegsel"] }}' || substr({{ code }}, {{ in_code['vanaf'] }}, {{ in_code['tekens'] }})
    end
{%- endmacro %}

{# What areas of one gemeente have in common: the gemeente in their code. An area whose code names none stands alone. #}
{% macro gemeentesleutel(niveau, code) -%}
    {%- set in_code = var('niveaus')['codes']['gemeente'] -%}
    {%- set zonder = var('niveaus')['cijfers'] | reject('in', in_code['niveaus']) | reject('equalto', 'land') | list -%}
    {%- set deel = 'substr(' ~ code ~ ', ' ~ in_code['vanaf'] ~ ', ' ~ in_code['tekens'] ~ ')' -%}
    {%- if zonder -%}
        case when {{ niveau }} in ('{{ zonder | join("', '") }}') then {{ code }} else {{ deel }} end
    {%- else -%}
        {{ deel }}
    {%- endif -%}
{%- endmacro %}
