-- Of which buurten of an older or newer vintage each area of the target vintage is made, where it is not simply the
-- same area. Larger target areas are made of buurten too. Water and foreign areas carry no people: left out.
with gewichten as (
    select
        {% for ouder in ouderniveaus() %}
            l.{{ ouder }}code,
        {% endfor %}
        g.*
    from {{ source('gebieden', 'gewichten') }} as g
    inner join {{ ref('stg_bouw') }} as b on g.naar_indeling = b.doel_indeling and g.van_indeling != b.doel_indeling
    left join {{ source('gebieden', 'lijst') }} as l
        on l.niveau = {{ grondniveau() }} and g.naar_indeling = l.indeling and g.naar_code = l.gebiedscode
    anti join {{ source('gebieden', 'lijst') }} as w
        on
            w.niveau = {{ grondniveau() }} and g.van_indeling = w.indeling and g.van_code = w.gebiedscode
            and w.water != 'land'
),

per_niveau as (
    select {{ grondniveau() }} as niveau, van_indeling, van_code, naar_code, gewicht, methode from gewichten
    {% for ouder in ouderniveaus() %}
        union all
        select
            '{{ ouder }}' as niveau,
            van_indeling,
            van_code,
            {{ ouder }}code,
            {{ vaste_som('gewicht') }} as gewicht,
            max(methode) as methode
        from gewichten
        where {{ ouder }}code is not null
        group by all
    {% endfor %}
),

final as (
    select
        p.*,
        p.niveau = {{ grondniveau() }} and o.naar_code is not null as hoofd,
        k.naar_code is not null as klein_verlegd,
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
    window doelgebied as (partition by p.niveau, p.van_indeling, p.naar_code)
)

select * from final
