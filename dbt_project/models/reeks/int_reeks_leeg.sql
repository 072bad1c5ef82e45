-- Areas of the target vintage that a release is about but that its figures cannot reach, with the reason.
-- areas of which the vintage of a figure has no outlines, though it has them of others
with zonder_grenzen as (
    select d.niveau, d.van_indeling, d.gebiedscode from {{ ref('int_omklap_dekking') }} as d
    anti join {{ ref('int_omklap_delen') }} as p
        on d.niveau = p.niveau and d.van_indeling = p.van_indeling and d.gebiedscode = p.naar_code
    group by d.niveau, d.van_indeling, d.gebiedscode
),

in_gat as (
    select
        b.*, r.voorrang, r.toegang, 'geen_grenzen' as status, z.gebiedscode,
        zin({{ sjabloon('hier_zonder_grenzen') }}, { indeling: b.indeling }) as reden
    from {{ ref('int_bediening') }} as b
    inner join {{ ref('stg_releases') }} as r on b.bron = r.bron and b.release = r.release
    inner join zonder_grenzen as z on b.niveau = z.niveau and b.indeling = z.van_indeling
    where r.toegang = 'open'
),

onbereikt as (
    select o.*, g.gebiedscode, false as in_gat
    from {{ ref('int_onbereikbaar') }} as o
    inner join {{ ref('int_doelgebieden') }} as g
        on o.bron = g.bron and o.release = g.release and o.niveau = g.niveau
    union all by name
    select g.*, true as in_gat from in_gat as g
    semi join {{ ref('int_doelgebieden') }} as d
        on g.bron = d.bron and g.release = d.release and g.niveau = d.niveau and g.gebiedscode = d.gebiedscode
),

kandidaten as (
    select g.* from onbereikt as g
    anti join {{ ref('int_verdrongen') }} as v
        on
            g.bron = v.bron and g.release = v.release and g.niveau = v.niveau and g.indicator = v.indicator
            and g.jaar = v.jaar and {{ gemeentesleutel('g.niveau', 'g.gebiedscode') }} = v.gemeente
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
        partition by k.niveau, k.gebiedscode, k.jaar, k.indicator order by k.voorrang, k.release desc, k.in_gat desc
    ) = 1
)

select * from final
