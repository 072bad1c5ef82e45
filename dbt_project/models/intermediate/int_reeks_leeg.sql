-- Areas of the target vintage that a release is about but that its figures cannot reach, with the reason.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

met_gewichten as (
    select distinct van_indeling from {{ ref('stg_gewichten') }}
    where naar_indeling = (select doel_indeling from doel)
),

onbereikbaar as (
    select
        b.*,
        r.voorrang,
        r.toegang,
        case
            when r.toegang = 'beperkt' then 'onvergelijkbaar'
            when b.indeling not in (from met_gewichten) then 'geen_grenzen'
            else 'onvergelijkbaar'
        end as status,
        case
            when r.toegang = 'beperkt' then 'afgeschermde cijfers worden niet omgerekend naar een andere indeling'
            when b.indeling not in (from met_gewichten)
                then 'van indeling ' || b.indeling || ' zijn er geen grenzen; een gelijke code is geen bewijs'
            when i.soort = 'index' then 'een klasse of mediaan geldt alleen waar het gebied ongewijzigd is'
            else 'het gebied is gewijzigd en er zijn geen buurtcijfers om om te rekenen'
        end as reden
    from {{ ref('int_bediening') }} as b
    inner join {{ ref('stg_releases') }} as r on b.bron = r.bron and b.release = r.release
    inner join {{ ref('stg_indicatoren') }} as i on b.indicator = i.indicator
    left join {{ ref('int_bediening') }} as u
        on
            u.niveau = 'buurt' and b.bron = u.bron and b.jaar = u.jaar
            and b.indeling = u.indeling and b.indicator = u.indicator
    where
        b.indeling != (select doel_indeling from doel) and b.niveau != 'land'
        and (
            r.toegang = 'beperkt' or b.indeling not in (from met_gewichten)
            or i.soort = 'index' or (b.niveau != 'buurt' and u.jaar is null)
        )
),

kandidaten as (
    select o.*, g.gebiedscode
    from onbereikbaar as o
    inner join {{ ref('int_doelgebieden') }} as g
        on o.bron = g.bron and o.release = g.release and o.niveau = g.niveau
    anti join {{ ref('int_verdrongen') }} as v
        on
            o.bron = v.bron and o.release = v.release and o.niveau = v.niveau and o.indicator = v.indicator
            and o.jaar = v.jaar and substr(g.gebiedscode, 3, 4) = v.gemeente
),

bereikt as (
    select niveau, gebiedscode, jaar, indicator from {{ ref('int_cel_geleverd') }}
    union all
    select niveau, gebiedscode, jaar, indicator from {{ ref('int_waarnemingen_omgeklapt') }}
),

final as (
    select k.niveau, k.gebiedscode, k.jaar, k.indicator, k.release, k.bron, k.status, k.reden
    from kandidaten as k
    anti join bereikt as b
        on k.niveau = b.niveau and k.gebiedscode = b.gebiedscode and k.jaar = b.jaar and k.indicator = b.indicator
    -- an area that did not change has its delivered figure, or a gap of the publisher's own
    anti join {{ ref('int_ongewijzigd') }} as o
        on
            k.niveau = o.niveau and k.gebiedscode = o.naar_code
            and case k.toegang when 'open' then k.indeling end = o.van_indeling
    qualify row_number() over (
        partition by k.niveau, k.gebiedscode, k.jaar, k.indicator order by k.voorrang, k.release desc
    ) = 1
)

select * from final
