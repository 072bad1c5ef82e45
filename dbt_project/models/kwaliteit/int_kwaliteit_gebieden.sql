-- The areas that each delivery names: how many, how many the publisher marks as changed, and which codes do not exist
-- in the boundaries that the catalogue declares: of gemeenten that have outlines, or, where outlines of the whole
-- country are there, of all. What is no area of the country (GM9999) has no outline anywhere.
with getekend as (
    select niveau, indeling, sum(oppervlakte_ha) as oppervlakte_ha from {{ source('gebieden', 'lijst') }}
    where water = 'land'
    group by niveau, indeling
),

omvang as (
    select
        niveau, indeling,
        oppervlakte_ha < {{ var('dekking_minimum') }} * max(oppervlakte_ha) over (partition by niveau) as is_deel
    from getekend
),

gemeenten as (
    select distinct niveau, indeling, {{ gemeentesleutel('niveau', 'gebiedscode') }} as gemeente
    from {{ source('gebieden', 'lijst') }}
),

gebieden as (
    select
        g.*,
        trim(g.ind_wbi) as wijziging,
        l.gebiedscode is null as buiten,
        o.niveau is not null and a.water != 'buitenland' and (
            not coalesce(o.is_deel, false)
            or (g.niveau, g.indeling, {{ gemeentesleutel('g.niveau', 'g.gebiedscode') }}) in (
                select (niveau, indeling, gemeente) from gemeenten
            )
        ) as met_grenzen
    from {{ ref('stg_gebieden') }} as g
    inner join {{ ref('int_gebied') }} as a
        on g.niveau = a.niveau and g.gebiedscode = a.gebiedscode and g.indeling = a.indeling
    left join omvang as o on g.niveau = o.niveau and g.indeling = o.indeling
    left join {{ source('gebieden', 'lijst') }} as l
        on g.niveau = l.niveau and g.gebiedscode = l.gebiedscode and g.indeling = l.indeling
),

buiten_indeling as (
    select
        bron,
        release,
        'codes_buiten_indeling' as controle,
        niveau as onderwerp,
        'waarschuwt' as ernst,
        if(bool_or(buiten), 'gefaald', 'geslaagd') as uitkomst,
        (count(distinct gebiedscode) filter (where buiten))::double as waarde,
        zin({{ sjabloon('geen_van') }}, { n: count(distinct gebiedscode) }) as verwacht,
        zin({{ sjabloon('codes_van_indeling') }}, {
            indeling: min(indeling),
            codes: list(distinct gebiedscode order by gebiedscode) filter (where buiten)
        }) as toelichting
    from gebieden
    where met_grenzen and niveau != 'land'
    group by bron, release, niveau
),

geteld as (
    select bron, release, niveau, jaar, 'aantal_gebieden' as controle, count(distinct gebiedscode) as waarde
    from gebieden
    group by bron, release, niveau, jaar
    union all
    select bron, release, niveau, jaar, 'indelingswijziging_' || wijziging as controle, count(*) as waarde
    from gebieden
    where wijziging in ('1', '2', '3')
    group by bron, release, niveau, jaar, wijziging
),

final as (
    select * from buiten_indeling
    union all
    select
        bron,
        release,
        controle,
        niveau as onderwerp,
        'info' as ernst,
        'feit' as uitkomst,
        waarde::double as waarde,
        null as verwacht,
        jaar::varchar as toelichting
    from geteld
)

select * from final
