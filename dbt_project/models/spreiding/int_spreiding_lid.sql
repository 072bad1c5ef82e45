-- Which buurten each gemeente, region and the country consist of, per map period, with their inhabitants.
with buurten as (
    select gebiedscode as buurtcode, gemeentecode, indeling, jaar_van, jaar_tot, inwoners
    from {{ ref('int_kaart_gebied') }}
    where niveau = {{ grondniveau() }} and is_doel
),

eenheid as (
    select distinct 'gemeente' as niveau, gemeentecode as gebiedscode, gemeentecode from buurten
    union all
    select 'regio' as niveau, regio as gebiedscode, gemeentecode from {{ ref('stg_regios') }}
    union all
    select distinct 'land' as niveau, {{ landcode() }} as gebiedscode, gemeentecode from buurten
),

final as (
    select e.niveau, e.gebiedscode, b.*
    from buurten as b
    inner join eenheid as e using (gemeentecode)
)

select * from final
