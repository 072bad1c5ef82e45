-- Areas of the target vintage of which another vintage has not all outlines, and the part that it has: in areas of its
-- own level, and in buurten. A country that is drawn whole, with every area that a delivery names, covers all: what is
-- new in it was nobody's. A few buurten are not the gemeente, where the target has outlines of no others.
with getekend as (
    select
        l.niveau, l.indeling, l.gebiedscode, l.oppervlakte_ha, l.water,
        {% for ouder in ouderniveaus() %}
            l.{{ ouder }}code,
        {% endfor %}
        l.indeling = b.doel_indeling as is_doel
    from {{ source('gebieden', 'lijst') }} as l
    cross join {{ ref('stg_bouw') }} as b
    where l.niveau in ({{ niveaus('nest') }})
),

land as (
    select * from getekend
    where water = 'land'
),

omvang as (
    select niveau, indeling, is_doel, sum(oppervlakte_ha) as oppervlakte_ha from land
    group by niveau, indeling, is_doel
),

-- restricted figures never are moved: what they name has no say
genoemd as (
    select distinct g.niveau, g.indeling, g.gebiedscode from {{ ref('stg_gebieden') }} as g
    inner join {{ ref('stg_releases') }} as r on g.bron = r.bron and g.release = r.release
    where r.toegang = 'open'
),

zonder_omtrek as (
    select distinct a.indeling from {{ ref('int_gebied') }} as a
    semi join genoemd as g
        on a.niveau = g.niveau and a.indeling = g.indeling and a.gebiedscode = g.gebiedscode
    semi join omvang as v on a.niveau = v.niveau and a.indeling = v.indeling
    where a.water = 'land' and not a.heeft_geometrie
),

gedeeltelijk as (
    select v.niveau, v.indeling as van_indeling
    from omvang as v
    inner join omvang as d on v.niveau = d.niveau and d.is_doel
    where
        not v.is_doel
        and (
            v.oppervlakte_ha < {{ var('dekking_minimum') }} * d.oppervlakte_ha
            or v.indeling in (select indeling from zonder_omtrek)
        )
),

geteld as (
    select niveau, van_indeling, naar_code, least(sum(deel_naar), 1) as bedekt
    from {{ source('gebieden', 'gewichten') }}
    where naar_indeling = (select doel_indeling from {{ ref('stg_bouw') }})
    group by niveau, van_indeling, naar_code
),

per_gebied as (
    select
        l.*,
        v.indeling as van_indeling,
        -- what is nearly all is all: the rest is drawing
        if(g.niveau is null or t.bedekt >= {{ var('dekking_minimum') }}, 1, coalesce(t.bedekt, 0)) as bedekt
    from land as l
    inner join omvang as v on l.niveau = v.niveau and not v.is_doel
    left join gedeeltelijk as g on v.niveau = g.niveau and v.indeling = g.van_indeling
    left join geteld as t on l.niveau = t.niveau and v.indeling = t.van_indeling and l.gebiedscode = t.naar_code
    where l.is_doel
),

{% for ouder in ouderniveaus() %}
    {{ ouder }}_in_buurten as (
        select g.gebiedscode, least(sum(b.oppervlakte_ha) / any_value(g.oppervlakte_ha), 1) as deel
        from land as g
        inner join getekend as b on g.gebiedscode = b.{{ ouder }}code and b.is_doel and b.niveau = {{ grondniveau() }}
        where g.niveau = '{{ ouder }}' and g.is_doel
        group by g.gebiedscode
    ),

{% endfor %}
final as (
    select niveau, niveau as van_niveau, van_indeling, gebiedscode, bedekt from per_gebied
    {% for ouder in ouderniveaus() %}
        union all
        select
            '{{ ouder }}' as niveau,
            p.niveau as van_niveau,
            p.van_indeling,
            p.{{ ouder }}code as gebiedscode,
            sum(p.bedekt * p.oppervlakte_ha) / sum(p.oppervlakte_ha)
            * if(any_value(i.deel) < {{ var('dekking_minimum') }}, any_value(i.deel), 1) as bedekt
        from per_gebied as p
        left join {{ ouder }}_in_buurten as i on p.{{ ouder }}code = i.gebiedscode
        where p.niveau = {{ grondniveau() }} and p.{{ ouder }}code is not null
        group by p.niveau, p.van_indeling, p.{{ ouder }}code
    {% endfor %}
)

select * from final
where bedekt < 1
