{{ config(tags=['kaart']) }}

-- One plain sentence per question, area and period, never stronger than the verdict behind it.
with gebieden as (
    select distinct niveau, gebiedscode, indeling, jaar_van, jaar_tot from {{ ref('int_spreiding_lid') }}
),

namen as (
    select niveau, gebiedscode, indeling, gebiedsnaam from {{ ref('dim_gebied') }}
    where niveau = 'gemeente'
    union all
    select distinct 'regio' as niveau, regio as gebiedscode, doel_indeling as indeling, regionaam as gebiedsnaam
    from {{ ref('stg_regios') }}
    cross join {{ ref('stg_bouw') }}
),

model as (
    -- of several levels the one on which most could be counted
    select jaar_van, jaar_tot, max_by(reden, (n, niveau)) as reden from {{ source('statistiek', 'model') }}
    where status = 'geweigerd' and maat = 'veerkracht'
    group by all
),

samen as (
    select
        g.*,
        v.* exclude (zonder_cijfers),
        coalesce(
            n.gebiedsnaam,
            case when g.niveau = 'land' then {{ sjabloon('land') }} end,
            g.gebiedscode
        ) as gebied,
        coalesce(u.geval, 'onbekend') as geval,
        u.feit,
        coalesce(u.reden, if(v.vraag = 'veerkracht', m.reden, null), v.zonder_cijfers) as reden,
        u.onderbouwing
    from gebieden as g
    cross join {{ ref('vragen') }} as v
    left join namen as n using (niveau, gebiedscode, indeling)
    left join {{ ref('int_uitspraak') }} as u using (niveau, gebiedscode, jaar_van, jaar_tot, vraag)
    left join model as m using (jaar_van, jaar_tot)
),

final as (
    select
        s.niveau, s.gebiedscode, s.indeling, s.jaar_van, s.jaar_tot, s.vraag,
        if(s.geval = 'wisselend', 'niet te zeggen', s.geval) as oordeel,
        zin(z.zin, {
            gebied: s.gebied, van: s.jaar_van, tot: s.jaar_tot,
            feit: s.feit, reden: s.reden, land: {{ sjabloon('land') }}
        }) as zin,
        s.onderbouwing,
        zin(s.toets, {
            z: {{ var('spreiding_z') }}, minimum: {{ var('spreiding_minimum') }},
            duidelijk: {{ var('duidelijk_vanaf') }}, waarschijnlijk: {{ var('waarschijnlijk_vanaf') }},
            deel: {{ var('delta_aandeel') }}
        }) as toets,
        s.titel,
        s.volgorde
    from samen as s
    inner join {{ ref('uitspraken') }} as z using (vraag, geval)
)

select * from final
