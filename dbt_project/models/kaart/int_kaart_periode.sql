-- The periods of the maps. `nieuwste` is the newest year of overlast en onveiligheid that every needed measure which is
-- delivered at all can serve; a period of the settings that nothing serves stays, so that its maps can say so.
with geleverd as (
    select distinct indicator as maat, jaar from {{ ref('int_kaart_reeks') }}
    where indicator in ('p_wcorpw', 'onv') and niveau in ({{ niveaus('kaart') }}) and waarde is not null
    union
    select distinct 'kwetsbaarheid' as maat, jaar from {{ ref('int_k_niveau') }}
    where niveau in ({{ niveaus('kaart') }}) and waarde is not null
),

kaartjaar as (
    -- without any overlast: the years of what there is
    select distinct jaar from geleverd
    qualify maat = 'onv' or not bool_or(maat = 'onv') over ()
),

gediend as (
    -- a period may begin in a year without a level of the index: its change has measurements of its own
    select
        k.jaar,
        count(distinct g.maat) = (select count(distinct maat) from geleverd) as alles,
        count(distinct g.maat) filter (where g.maat != 'kwetsbaarheid') = (
            select count(distinct maat) from geleverd
            where maat != 'kwetsbaarheid'
        ) as als_begin
    from kaartjaar as k
    inner join geleverd as g on abs(g.jaar - k.jaar) <= {{ var('meetjaar_marge') }}
    group by k.jaar
),

nieuwste as (
    select coalesce(max(jaar) filter (where alles), max(jaar)) as jaar from gediend
),

paren as (
    select p.jaar_van, coalesce(p.jaar_tot, n.jaar) as jaar_tot
    from (values {{ kaartparen() }}) as p (jaar_van, jaar_tot)
    cross join nieuwste as n
    {% if var('kaart_perioden') == 'alle' %}
        union
        select v.jaar as jaar_van, t.jaar as jaar_tot
        from gediend as v
        inner join gediend as t on v.jaar < t.jaar and v.als_begin and t.alles
    {% endif %}
),

final as (
    select distinct jaar_van::smallint as jaar_van, jaar_tot::smallint as jaar_tot from paren
    where jaar_van < jaar_tot
)

select * from final
