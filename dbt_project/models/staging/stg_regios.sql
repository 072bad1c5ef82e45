-- Regions: those of the user before ours where both know the same one.
with eigen as (
    select regio, regionaam, gemeentecode, 'eigen catalogus' as bron from {{ source('werk', 'eigen_regios') }}
),

onze as (
    select regio, regionaam, gemeentecode, bron from {{ ref('regios') }}
    where regio not in (select regio from eigen)
),

final as (
    select * from onze
    union all by name
    select distinct * from eigen
)

select * from final
