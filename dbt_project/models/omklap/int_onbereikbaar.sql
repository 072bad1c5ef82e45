-- Figures that cannot reach (all of) the target vintage, and why: restricted, without outlines, of a kind that is not
-- moved, or of a level that has no outlines of its own while there are no buurten to make its areas of.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

met_gewichten as (
    select distinct niveau, van_indeling from {{ source('gebieden', 'gewichten') }}
    where naar_indeling = (select doel_indeling from doel)
),

wegen as (
    select
        n.niveau, v.van_indeling,
        bool_or(v.niveau = n.niveau) as eigen,
        bool_or(v.niveau = {{ grondniveau() }}) as buurten
    from {{ ref('dim_niveau') }} as n
    cross join met_gewichten as v
    where n.niveau in ({{ niveaus('nest') }})
    group by n.niveau, v.van_indeling
),

bereik as (
    select bron, release, niveau, count(distinct {{ gemeentesleutel('niveau', 'gebiedscode') }}) as gemeenten
    from {{ ref('stg_gebieden') }}
    group by bron, release, niveau
),

met_buurten as (
    -- buurten of one gemeente do not make the figures of the others
    select b.bron, b.jaar, b.indeling, b.indicator, max(e.gemeenten) as gemeenten
    from {{ ref('int_bediening') }} as b
    inner join bereik as e on b.bron = e.bron and b.release = e.release and b.niveau = e.niveau
    where b.niveau = {{ grondniveau() }}
    group by b.bron, b.jaar, b.indeling, b.indicator
),

gevraagd as (
    select
        b.*,
        r.voorrang,
        r.toegang,
        i.soort,
        coalesce(w.eigen, false) as eigen,
        coalesce(w.buurten, false) as buurten,
        coalesce(u.gemeenten, 0) >= e.gemeenten as met_buurtcijfers,
        -- outlines of another level say nothing of this one: then the reason names the level
        if(b.indeling in (select van_indeling from met_gewichten), n.meervoud, null) as meervoud
    from {{ ref('int_bediening') }} as b
    inner join {{ ref('stg_releases') }} as r on b.bron = r.bron and b.release = r.release
    inner join {{ ref('stg_indicatoren') }} as i on b.indicator = i.indicator
    inner join bereik as e on b.bron = e.bron and b.release = e.release and b.niveau = e.niveau
    left join met_buurten as u
        on b.bron = u.bron and b.jaar = u.jaar and b.indeling = u.indeling and b.indicator = u.indicator
    left join wegen as w on b.niveau = w.niveau and b.indeling = w.van_indeling
    left join {{ ref('dim_niveau') }} as n on b.niveau = n.niveau
    where b.indeling != (select doel_indeling from doel) and b.niveau != 'land'
),

final as (
    select
        * exclude (soort, eigen, buurten, met_buurtcijfers, meervoud),
        if(toegang != 'beperkt' and not eigen and not buurten, 'geen_grenzen', 'onvergelijkbaar') as status,
        case
            when toegang = 'beperkt' then {{ sjabloon('afgeschermd_omgerekend') }}
            when not eigen and not buurten
                then zin({{ sjabloon('zonder_grenzen') }}, { indeling: indeling, meervoud: meervoud })
            when soort = 'index' then {{ sjabloon('alleen_ongewijzigd') }}
            else {{ sjabloon('zonder_buurtcijfers') }}
        end as reden
    from gevraagd
    where
        toegang = 'beperkt' or soort = 'index' or not eigen and not (buurten and met_buurtcijfers)
)

select * from final
