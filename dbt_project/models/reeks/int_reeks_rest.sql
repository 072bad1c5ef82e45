-- Areas of the target vintage that nothing else gives a row, though figures of their place were delivered: a larger
-- area that changed and of which no parts are known, a piece of an area of which a class was delivered, or a part of a
-- gemeente whose delivered areas have no place.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

kwijt as (
    select
        bron, release, jaar, niveau, {{ gemeentesleutel('niveau', 'gebiedscode') }} as gemeente, indeling, indicator,
        oorzaak
    from {{ ref('int_zonder_plaats') }}
    where oorzaak != 'water'
    group by all
),

redenen as (
    select
        indeling,
        oorzaak,
        if(oorzaak = 'beperkt', 'onvergelijkbaar', 'geen_grenzen') as status,
        case oorzaak
            when 'beperkt' then {{ sjabloon('afgeschermd_omgerekend') }}
            when 'geen_grenzen' then zin({{ sjabloon('zonder_grenzen') }}, { indeling: indeling, meervoud: null })
            when 'geen_omtrek' then zin({{ sjabloon('hier_geen_omtrek') }}, { indeling: indeling })
            else zin({{ sjabloon('hier_geen_opvolger') }}, { indeling: indeling })
        end as reden
    from (select distinct indeling, oorzaak from kwijt) as k
),

kandidaten as (
    select
        w.niveau, p.naar_code as gebiedscode, w.jaar, w.indicator, w.bron, w.release, 'onvergelijkbaar' as status,
        {{ sjabloon('zonder_buurtcijfers') }} as reden
    from {{ ref('int_waarnemingen_gekozen') }} as w
    inner join {{ ref('stg_releases') }} as r on w.bron = r.bron and w.release = r.release and r.toegang = 'open'
    inner join {{ ref('int_plaats') }} as p
        on w.niveau = p.niveau and w.indeling = p.van_indeling and w.gebiedscode = p.van_code
    -- of one that did not change the figure itself stands there
    anti join {{ ref('int_ongewijzigd') }} as o
        on p.niveau = o.niveau and p.van_indeling = o.van_indeling and p.van_code = o.van_code
            and p.naar_code = o.naar_code and o.zuiver
    where w.niveau != {{ grondniveau() }}
    union all
    select
        w.niveau, d.naar_code as gebiedscode, w.jaar, w.indicator, w.bron, w.release, 'onvergelijkbaar' as status,
        {{ sjabloon('alleen_ongewijzigd') }} as reden
    from {{ ref('int_waarnemingen_gekozen') }} as w
    inner join {{ ref('stg_releases') }} as r on w.bron = r.bron and w.release = r.release and r.toegang = 'open'
    inner join {{ ref('stg_indicatoren') }} as i on w.indicator = i.indicator and i.soort = 'index'
    inner join {{ ref('int_omklap_delen') }} as d
        on
            w.niveau = d.niveau and w.niveau = d.van_niveau
            and w.indeling = d.van_indeling and w.gebiedscode = d.van_code
    union all
    select
        -- beside numbers text would make text of all that they are compared with
        k.niveau, l.gebiedscode::gebiedscode as gebiedscode, k.jaar, k.indicator, k.bron, k.release, r.status, r.reden
    from kwijt as k
    inner join redenen as r on k.indeling = r.indeling and k.oorzaak = r.oorzaak
    inner join {{ source('gebieden', 'lijst') }} as l
        on
            k.niveau = l.niveau and k.gemeente = {{ gemeentesleutel('l.niveau', 'l.gebiedscode') }}
            and l.indeling = (from doel) and l.water = 'land'
),

bereikt as (
    select niveau, gebiedscode, jaar, indicator from {{ ref('int_reeks_geleverd') }}
    where indeling = (from doel)
    union all
    select niveau, gebiedscode, jaar, indicator from {{ ref('int_waarnemingen_omgeklapt') }}
    union all
    select niveau, gebiedscode, jaar, indicator from {{ ref('int_reeks_leeg') }}
),

final as (
    select k.niveau, k.gebiedscode, k.jaar, k.indicator, k.release, k.bron, k.status, k.reden
    from kandidaten as k
    anti join bereikt as b
        on k.niveau = b.niveau and k.gebiedscode = b.gebiedscode and k.jaar = b.jaar and k.indicator = b.indicator
    qualify row_number() over (
        partition by k.niveau, k.gebiedscode, k.jaar, k.indicator order by k.bron, k.release desc, k.reden
    ) = 1
)

select * from final
