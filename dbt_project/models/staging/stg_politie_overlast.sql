-- Counts of the police: a year as published, else the sum of its twelve months. The newest month of a delivery is not
-- complete, and a month without a figure is no zero: then the year has none.
with cijfers as (
    {{ waarnemingen_van('politie_overlast') }}
),

met_maand as (
    select
        *,
        nullif(regexp_extract(kolom, '[|]MM([0-9]{2})$', 1), '')::integer as maand,
        jaar::integer * 100 + maand as jaarmaand,
        max(jaarmaand) over (partition by release) as laatste
    from cijfers
),

jaren as (
    select * exclude (maand, jaarmaand, laatste) from met_maand
    where maand is null
),

maanden as (
    select *, jaarmaand < laatste as is_volledig from met_maand
    where maand is not null
),

opgeteld as (
    select
        bron, release, jaar, niveau, gebiedscode, indeling, indicator,
        case when count(waarde) filter (where is_volledig) = 12 then sum(waarde) end as waarde,
        case
            when bool_or(status = 'onleesbaar') then 'onleesbaar'
            when count(*) filter (where is_volledig) < 12 then 'nog_niet'
            when count(waarde) = 12 then 'waarde'
            else 'ontbreekt'
        end as status,
        regexp_replace(min(kolom), '[0-9]+$', '01-12') as kolom,
        sum(marge) as marge
    from maanden
    group by all
),

final as (
    select * from jaren
    union all by name
    select o.* from opgeteld as o
    anti join jaren as j
        on
            o.release = j.release and o.jaar = j.jaar and o.niveau = j.niveau and o.gebiedscode = j.gebiedscode
            and o.indicator = j.indicator
)

select bron, release, jaar, niveau, gebiedscode, indeling, indicator, waarde, status, kolom, marge from final
