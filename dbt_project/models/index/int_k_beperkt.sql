{%- set voorkeur = var("kwetsbaarheid_beperkt") | list %}
-- The delivered share of vulnerable residents that replaces the index, in target leden: the level in every year in
-- which it was delivered on the target vintage, the change where it was at both ends. Of several shares the first in
-- the order of the setting. Without rows in target openbaar, which has no restricted figures. A count is never used:
-- its differences can disclose what it may not.
with geleverd as (
    select
        r.niveau, r.gebiedscode, r.indeling, r.jaar, r.indicator, r.waarde, r.status, r.reden, r.marge,
        list_position({{ voorkeur }}, r.indicator) as rang
    from {{ ref('int_kaart_reeks') }} as r
    inner join {{ ref('stg_indicatoren') }} as i using (indicator)
    where i.toegang = 'beperkt' and i.soort != 'aantal' and r.niveau in ({{ niveaus('nest') }})
        and r.indicator in {{ voorkeur }}
),

jaren as (
    select distinct niveau, indeling, indicator, rang, jaar from geleverd
    where waarde is not null
),

paren as (
    select
        v.niveau, v.indeling, v.indicator, v.rang, p.jaar_van, p.jaar_tot,
        arg_min(v.jaar, {{ nabijheid('v.jaar', 'p.jaar_van') }}) as meetjaar_van,
        arg_min(t.jaar, {{ nabijheid('t.jaar', 'p.jaar_tot') }}) as meetjaar_tot
    from {{ ref('int_kaart_periode') }} as p
    inner join jaren as v on abs(v.jaar - p.jaar_van) <= {{ var('meetjaar_marge') }}
    inner join jaren as t
        on
            v.niveau = t.niveau and v.indeling = t.indeling and v.indicator = t.indicator and v.jaar < t.jaar
            and abs(t.jaar - p.jaar_tot) <= {{ var('meetjaar_marge') }}
    group by all
),

mogelijk as (
    select niveau, indeling, indicator, rang, 'niveau' as soort, null::smallint as jaar_van, jaar as jaar_tot,
        null::smallint as meetjaar_van, jaar as meetjaar_tot
    from jaren
    union all
    select niveau, indeling, indicator, rang, 'verandering' as soort, jaar_van, jaar_tot, meetjaar_van, meetjaar_tot
    from paren
),

vragen as (
    select * from mogelijk
    qualify rang = min(rang) over (partition by niveau, indeling, soort, jaar_van, jaar_tot)
),

final as (
    select
        i.niveau, i.gebiedscode, i.indeling, q.soort, q.jaar_van, q.jaar_tot, q.indicator as maat,
        q.meetjaar_van, q.meetjaar_tot,
        v.waarde as waarde_van,
        if(q.soort = 'niveau', t.waarde, t.waarde - v.waarde) as waarde,
        if(q.soort = 'niveau', t.marge, t.marge + v.marge) as marge,
        coalesce(t.status = 'geheim', false) or coalesce(v.status = 'geheim', false) as is_afgeschermd
    from vragen as q
    inner join {{ ref('int_inwoners_jaar') }} as i
        on q.niveau = i.niveau and q.indeling = i.indeling and q.jaar_tot = i.jaar
    left join geleverd as v
        on
            i.niveau = v.niveau and i.gebiedscode = v.gebiedscode and q.meetjaar_van = v.jaar
            and q.indicator = v.indicator
    left join geleverd as t
        on
            i.niveau = t.niveau and i.gebiedscode = t.gebiedscode and q.meetjaar_tot = t.jaar
            and q.indicator = t.indicator
)

select * from final
