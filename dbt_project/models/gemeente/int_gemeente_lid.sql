{{ config(materialized='view') }}
-- Which gemeenten make up each gemeente, region and the country; of a region only those that are loaded.
with gemeenten as (
    select distinct gemeentecode, indeling from {{ ref('int_kaart_gebied') }}
    where niveau = {{ grondniveau() }} and is_doel
),

regios as (
    select regio, gemeentecode, count(*) over (partition by regio) as gemeenten from {{ ref('stg_regios') }}
),

final as (
    select 'gemeente' as niveau, gemeentecode as gebiedscode, indeling, gemeentecode, null::bigint as niet_geladen
    from gemeenten
    union all
    select 'land' as niveau, {{ landcode() }} as gebiedscode, indeling, gemeentecode, null as niet_geladen
    from gemeenten
    union all
    select
        'regio' as niveau, r.regio as gebiedscode, g.indeling, g.gemeentecode,
        nullif(r.gemeenten - count(*) over (partition by r.regio, g.indeling), 0) as niet_geladen
    from regios as r
    inner join gemeenten as g using (gemeentecode)
)

select * from final
