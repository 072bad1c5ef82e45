-- Which release gives way to which other, per year, level, indicator and gemeente that both name. A release chosen
-- for a gemeente serves all its areas: a figure it withholds is not filled from an older one. `ronde` is the year, or 0
-- where one release serves the whole series. `grond`: the first thing in which the two differ.
with aanbod as (
    select
        b.bron,
        b.release,
        case when r.reeks = 'een_release_voor_alle_jaren' then 0 else b.jaar end as ronde,
        b.niveau,
        b.indicator,
        sum(b.cijfers) > 0 as gevuld
    from {{ ref('int_bediening') }} as b
    inner join {{ ref('stg_releases') }} as r on b.bron = r.bron and b.release = r.release
    group by all
),

betwist as (
    select ronde, niveau, indicator from aanbod
    group by all
    having count(*) > 1
),

gemeenten as (
    select distinct bron, release, niveau, {{ gemeentesleutel('niveau', 'gebiedscode') }} as gemeente
    from {{ ref('stg_gebieden') }}
),

gerangschikt as (
    select
        a.*,
        g.gemeente,
        row_number() over rang as rang,
        first_value(a.bron) over rang as door_bron,
        first_value(a.release) over rang as door_release,
        first_value(a.gevuld) over rang as door_gevuld
    from aanbod as a
    semi join betwist as t on a.ronde = t.ronde and a.niveau = t.niveau and a.indicator = t.indicator
    inner join gemeenten as g on a.bron = g.bron and a.release = g.release and a.niveau = g.niveau
    inner join {{ ref('stg_releases') }} as r on a.bron = r.bron and a.release = r.release
    window rang as (
        partition by a.ronde, a.niveau, a.indicator, g.gemeente
        order by
            a.gevuld desc, r.voorrang, r.status = 'definitief' desc, r.gepubliceerd desc nulls last,
            r.jaar_tot desc, r.layoutrang, a.release desc, a.bron
    )
),

met_grond as (
    select
        g.*,
        case
            when g.gevuld != g.door_gevuld then 'geen cijfers'
            when r.voorrang != d.voorrang then 'voorrang van de bron'
            when r.status != d.status then 'voorlopig'
            when r.gepubliceerd is null and d.gepubliceerd is not null then 'zonder datum van publicatie'
            when r.gepubliceerd != d.gepubliceerd then 'eerder gepubliceerd'
            when r.jaar_tot != d.jaar_tot then 'eerder laatste jaar'
            when r.layoutrang != d.layoutrang then 'minder volledige vorm'
            else 'naam van de levering'
        end as grond
    from gerangschikt as g
    inner join {{ ref('stg_releases') }} as r on g.bron = r.bron and g.release = r.release
    inner join {{ ref('stg_releases') }} as d on g.door_bron = d.bron and g.door_release = d.release
    where g.rang > 1
),

final as (
    select
        g.bron, g.release, b.jaar, g.niveau, g.indicator, g.gemeente, g.door_bron, g.door_release,
        g.ronde = 0 as hele_reeks, g.grond
    from met_grond as g
    inner join (select distinct bron, release, jaar, niveau, indicator from {{ ref('int_bediening') }}) as b
        on g.bron = b.bron and g.release = b.release and g.niveau = b.niveau and g.indicator = b.indicator
    where g.ronde = 0 or g.ronde = b.jaar
)

select * from final
