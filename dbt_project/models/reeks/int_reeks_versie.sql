-- Years of which only an older version of a kenmerk has a figure: the newest has none there, with the reason. The older
-- one stands in a series of its own, so that a model is never compared with another.
with opgevolgd as (
    select
        i.indicator, i.opgevolgd_door, i.versie,
        case
            when i.is_modelschatting and not o.is_modelschatting then 'een schatting van een model'
            when o.is_modelschatting and not i.is_modelschatting then 'geteld'
        end as soort
    from {{ ref('stg_indicatoren') }} as i
    inner join {{ ref('stg_indicatoren') }} as o on i.opgevolgd_door = o.indicator
),

eerder as (
    select
        g.niveau, g.gebiedscode, g.indeling, g.jaar, i.opgevolgd_door as indicator, g.release, g.bron,
        coalesce(i.versie, 'zonder nummer') as versie,
        i.soort
    from {{ ref('int_reeks_geleverd') }} as g
    inner join opgevolgd as i on g.indicator = i.indicator
    qualify row_number() over (
        partition by g.niveau, g.gebiedscode, g.indeling, g.jaar, i.opgevolgd_door
        order by g.release desc, i.versie desc
    ) = 1
),

bezet as (
    select niveau, gebiedscode, indeling, jaar, indicator from {{ ref('int_reeks_geleverd') }}
    where indicator in (select opgevolgd_door from opgevolgd)
    union all
    select l.niveau, l.gebiedscode, b.doel_indeling as indeling, l.jaar, l.indicator
    from {{ ref('int_reeks_leeg') }} as l
    cross join {{ ref('stg_bouw') }} as b
),

final as (
    select
        e.* exclude (versie, soort),
        'onvergelijkbaar' as status,
        zin({{ sjabloon('andere_versie') }}, { versie: e.versie, soort: e.soort }) as reden
    from eerder as e
    anti join bezet as b using (niveau, gebiedscode, indeling, jaar, indicator)
)

select * from final
