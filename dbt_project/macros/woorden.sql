{# Tens of millions of rows repeat a few words. As text each of them is packed, unpacked and hashed again in a model;
   as an ENUM it is a small number that reads as text. A column gets such a type by `data_type` in its contract, and
   keeps it in what is made of it; where it meets plain text it is text again. The database of an edition has text. #}

{# Types of the columns, each named after its column, of the words in table `woorden`. The order is that of text;
   where there are none it holds an empty one, since DuckDB stores no column of a type without words. #}
{% macro maak_typen(woorden) -%}
    {%- for type in ['niveau', 'gebiedscode', 'indicator', 'bron', 'release', 'kolom', 'status', 'methode'] %}
        create or replace type {{ target.schema }}.{{ type }} as enum (
            select coalesce(w.woord, '') from (values ('{{ type }}')) as t (type)
            left join {{ woorden }} as w on t.type = w.type order by 1
        );
    {%- endfor %}
{%- endmacro %}

{# What dbt compares with a contract: whether text is stored as an ENUM makes no difference. #}
{% macro duckdb__format_column(column) -%}
    {%- set type = 'VARCHAR' if column.dtype.startswith('ENUM') else column.dtype -%}
    {{ return({'name': column.name, 'data_type': type, 'formatted': column.column.lower() ~ ' ' ~ type}) }}
{%- endmacro %}

{# Whether a figure is there, and if not the kind of reason. #}
{% macro statussen() -%}
    {{ return([
        'waarde', 'ontbreekt', 'geheim', 'nog_niet', 'niet_van_toepassing', 'onleesbaar', 'onvergelijkbaar',
        'onvoldoende_dekking', 'geen_grenzen'
    ]) }}
{%- endmacro %}
