{{ config(materialized = 'view') }}

-- All figures that series are made of: the chosen ones and those derived from them.
with final as (
    select bron, release, jaar, niveau, gebiedscode, indeling, indicator, waarde, status, marge, se_afronding
    from {{ ref('int_waarnemingen_gekozen') }}
    union all
    select bron, release, jaar, niveau, gebiedscode, indeling, indicator, waarde, status, marge, se_afronding
    from {{ ref('int_waarnemingen_afgeleid') }}
)

select * from final
