-- Of which areas of an older or newer vintage each area of the target vintage is made, where it is not simply the same
-- area: of buurten, and of areas of its own level. Water and foreign areas carry no people: left out. `hoofd`: the same
-- area, but for what came to it. `heel`: areas of its own level that came over whole and nothing else. `bedekt`: the
-- part of it of which that vintage has outlines.
with gewichten as (
    select
        {% for ouder in ouderniveaus() %}
            l.{{ ouder }}code,
        {% endfor %}
        g.*
    from {{ source('gebieden', 'gewichten') }} as g
    inner join {{ ref('stg_bouw') }} as b on g.naar_indeling = b.doel_indeling and g.van_indeling != b.doel_indeling
    left join {{ source('gebieden', 'lijst') }} as l
        on g.niveau = l.niveau and g.naar_indeling = l.indeling and g.naar_code = l.gebiedscode
    anti join {{ source('gebieden', 'lijst') }} as w
        on
            g.niveau = w.niveau and g.van_indeling = w.indeling and g.van_code = w.gebiedscode
            and w.water != 'land'
    where g.niveau in ({{ niveaus('nest') }})
),

per_niveau as (
    select niveau, niveau as van_niveau, van_indeling, van_code, naar_code, gewicht, methode from gewichten
    {% for ouder in ouderniveaus() %}
        union all
        select
            '{{ ouder }}' as niveau,
            niveau as van_niveau,
            van_indeling,
            van_code,
            {{ ouder }}code,
            {{ vaste_som('gewicht') }} as gewicht,
            max(methode) as methode
        from gewichten
        where niveau = {{ grondniveau() }} and {{ ouder }}code is not null
        group by all
    {% endfor %}
),

final as (
    select
        p.*,
        o.naar_code is not null as hoofd,
        k.naar_code is not null as klein_verlegd,
        p.niveau = p.van_niveau and p.niveau != {{ grondniveau() }}
        and min(p.gewicht) over doelgebied > 1 - 1e-9 as heel,
        coalesce(d.bedekt, 1) as bedekt,
        count(*) over doelgebied as delen,
        {{ vaste_som('p.gewicht', 'doelgebied') }} as som_gewicht
    from per_niveau as p
    anti join {{ ref('int_ongewijzigd') }} as z
        on
            p.niveau = z.niveau and p.van_indeling = z.van_indeling and p.naar_code = z.naar_code and z.zuiver
    left join {{ ref('int_ongewijzigd') }} as o
        on
            p.niveau = o.niveau and p.van_indeling = o.van_indeling
            and p.van_code = o.van_code and p.naar_code = o.naar_code
    left join {{ ref('fct_wijziging') }} as k
        on
            p.niveau = k.niveau and p.van_indeling = k.van_indeling and k.klasse = 'klein_verlegd'
            and p.naar_code = k.naar_code and k.naar_indeling = (select doel_indeling from {{ ref('stg_bouw') }})
    left join {{ ref('int_omklap_dekking') }} as d
        on
            p.niveau = d.niveau and p.van_niveau = d.van_niveau and p.van_indeling = d.van_indeling
            and p.naar_code = d.gebiedscode
    window doelgebied as (partition by p.niveau, p.van_niveau, p.van_indeling, p.naar_code)
)

select * from final
