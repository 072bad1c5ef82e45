-- Areas of the target vintage that a release is about but that its figures cannot reach, with the reason.
with kandidaten as (
    select o.*, g.gebiedscode
    from {{ ref('int_onbereikbaar') }} as o
    inner join {{ ref('int_doelgebieden') }} as g
        on o.bron = g.bron and o.release = g.release and o.niveau = g.niveau
    anti join {{ ref('int_verdrongen') }} as v
        on
            o.bron = v.bron and o.release = v.release and o.niveau = v.niveau and o.indicator = v.indicator
            and o.jaar = v.jaar and {{ gemeentesleutel('g.niveau', 'g.gebiedscode') }} = v.gemeente
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
