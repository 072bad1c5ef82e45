-- Every mapped figure of every release of this build, by year: as published, else the sum of the twelve months. The
-- newest month of a delivery is not complete, and a month without a figure is no zero: then the year has none. All
-- that follows reads these rows, not the text of the deliveries.
with maanden as (
    select *, jaar::integer * 100 + maand as jaarmaand from {{ ref('stg_waarnemingen') }}
    where maand is not null
),

-- the newest month of a delivery may be of a year that its release does not list: then the reader tells it
laatste as (
    select m.bron, m.release, greatest(max(m.jaarmaand), max(f.waarde)) as jaarmaand
    from maanden as m
    left join {{ ref('stg_feiten') }} as f
        on m.bron = f.bron and m.release = f.release and f.feit = 'laatste_maand'
    group by m.bron, m.release
),

volledig as (
    select m.*, m.jaarmaand < l.jaarmaand as is_volledig
    from maanden as m
    inner join laatste as l on m.bron = l.bron and m.release = l.release
),

opgeteld as (
    select
        bron, release, jaar, niveau, gebiedscode, indeling, indicator,
        case when count(waarde) filter (where is_volledig) = 12 then sum(waarde order by maand) end as waarde,
        case
            when bool_or(status = 'onleesbaar') then 'onleesbaar'
            when count(*) filter (where is_volledig) < 12 then 'nog_niet'
            when count(waarde) = 12 then 'waarde'
            else 'ontbreekt'
        end as status,
        {{ kolom_van_jaar('min(kolom)') }} as kolom,
        sum(marge order by maand) as marge,
        sqrt(sum(se_afronding ^ 2 order by maand)) as se_afronding
    from volledig
    group by all
),

-- years as published in deliveries that have months too
gegeven as (
    select w.bron, w.release, w.jaar, w.niveau, w.gebiedscode, w.indicator
    from {{ ref('stg_waarnemingen') }} as w
    semi join laatste as l on w.bron = l.bron and w.release = l.release
    where w.maand is null
),

final as (
    select * exclude (maand) from {{ ref('stg_waarnemingen') }}
    where maand is null
    union all by name
    select o.* from opgeteld as o
    anti join gegeven as g
        on
            o.bron = g.bron and o.release = g.release and o.jaar = g.jaar and o.niveau = g.niveau
            and o.gebiedscode = g.gebiedscode and o.indicator = g.indicator
)

select bron, release, jaar, niveau, gebiedscode, indeling, indicator, waarde, status, kolom, marge, se_afronding
from final
