{{ config(tags=['kaart']) }}
{%- set maat = 'maatsoort, maat, niveau, indeling, jaar_van, jaar_tot' %}
-- Which years stand behind each measure of a period, and which indicator filled it.
with onderdelen as (
    -- parts of the index each have their own two measurements
    select
        'verandering' as maatsoort, 'index' as indicator, niveau, indeling, jaar_van, jaar_tot,
        min(meetjaar_van) as eerste, max(meetjaar_tot) as laatste
    from {{ ref('int_onderdeel_periode') }}
    group by niveau, indeling, jaar_van, jaar_tot
),

metingen as (
    select {{ maat }}, any_value(indicator) as indicator, min(meetjaar_van) as eerste, max(meetjaar_tot) as laatste
    from {{ ref('int_kaart_meting') }}
    where status = 'waarde'
    group by {{ maat }}
),

final as (
    select
        {{ maat }}, indicator,
        coalesce(o.eerste, m.eerste)::smallint as meetjaar_van,
        coalesce(o.laatste, m.laatste)::smallint as meetjaar_tot,
        zin({{ sjabloon('meetjaren') }}, {
            maat: maat, meetjaar_van: if(meetjaar_van < meetjaar_tot, meetjaar_van, null), meetjaar_tot: meetjaar_tot
        }) as tekst
    from metingen as m
    left join onderdelen as o using (maatsoort, indicator, niveau, indeling, jaar_van, jaar_tot)
)

select * from final
