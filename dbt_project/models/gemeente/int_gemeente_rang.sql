{{ config(tags=['kaart']) }}
-- The place of each gemeente between those of which enough is known, and what each figure is, in words.
with label as (
    -- the score called overlast is high where there is little of it: a rank must not be read the wrong way
    select
        indicator as maat,
        if(richting = 'hoger_is_gunstiger', zin({{ sjabloon('hoger_is_gunstiger') }}, { label: label }), label) as label
    from {{ ref('dim_indicator') }}
    union all
    select * from (values
        ('kwetsbaarheid', 'Kwetsbare bewoners'), ('veerkracht', 'Veerkracht (landelijk)')
    ) as t (maat, label)
),

onvolledig as (
    select niveau, gebiedscode, indeling, any_value(niet_geladen) as niet_geladen from {{ ref('int_gemeente_lid') }}
    group by all
),

oordelen as (
    -- the verdict on an area as a whole with the estimate that it stands on; of other changes there is none
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'gemiddelde' as onderwerp, verschil as schatting,
        if(maat = 'onv_gemiddeld', 'onv|verschil', 'veerkracht') as categorie,
        starts_with(oordeel, 'duidelijk ') or starts_with(oordeel, 'waarschijnlijk ') as is_gezegd
    from {{ source('statistiek', 'spreiding') }}
    where maat in ('onv_gemiddeld', 'veerkracht_gemiddeld')
),

geschat as (
    -- a change of which is told what is thought of it has that figure and no other: what was measured has noise
    select
        a.* exclude (waarde),
        o.is_gezegd,
        a.onderwerp = 'gemiddelde' and a.categorie in ('onv|verschil', 'veerkracht') as is_schatting,
        if(is_schatting, o.schatting, a.waarde) as waarde,
        if(is_schatting and a.categorie = 'onv|verschil', a.waarde, null) as waarde_gemeten
    from {{ ref('int_gemeente_aandeel') }} as a
    left join oordelen as o using (niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, categorie)
),

onbekend as (
    -- categories that say that nothing can be said
    select 'kaartklasse' as onderwerp, kaart_id || ':' || klasse_niet_te_zeggen as categorie, true as is_onbekend
    from {{ ref('dim_kaart') }}
    where klasse_niet_te_zeggen is not null
    union all
    select soort as onderwerp, string_split(labels, ';')[klasse_niet_te_zeggen] as categorie, true as is_onbekend
    from {{ ref('dim_kaart') }}
    where kaart_id = {{ eerste_kaart('samenloop') }}
),

met_rang as (
    select
        a.*,
        -- a change has a place only where its side is known
        a.niveau = 'gemeente' and a.dekking >= {{ var('gemeente_dekking_minimum') }} and a.heeft_waarde
        and coalesce(a.waarde, a.aandeel) is not null and not coalesce(k.is_onbekend, false)
        and coalesce(
            a.is_gezegd, a.onderwerp != 'beide_toegenomen' and a.categorie not like '%|verschil' and not a.is_schatting
        ) as telt_mee,
        coalesce(a.waarde, a.aandeel) as maatstaf,
        split_part(a.categorie, '|', if(a.onderwerp = 'corporatiebuurt', 2, 1)) as maat
    from geschat as a
    left join onbekend as k using (onderwerp, categorie)
),

final as (
    select
        r.niveau, r.gebiedscode, r.indeling, r.jaar_van, r.jaar_tot, r.onderwerp, r.categorie, r.heeft_waarde,
        r.inwoners, r.aandeel, r.buurten, r.gemeenten, r.waarde, r.waarde_gemeten, r.dekking,
        case
            -- figures that differ only in the last bits share a place
            when r.telt_mee then rank() over (
                partition by r.telt_mee, r.indeling, r.jaar_van, r.jaar_tot, r.onderwerp, r.categorie
                order by round(r.maatstaf, 9) desc
            )
        end::integer as rang,
        case
            when r.telt_mee then count(*) over (
                partition by r.telt_mee, r.indeling, r.jaar_van, r.jaar_tot, r.onderwerp, r.categorie
            )
        end::integer as van,
        zin({{ sjabloon('categorie') }}, {
            betekenis: coalesce(r.betekenis, {{ gemeente_betekenis() }}),
            niet_geladen: o.niet_geladen
        }) as toelichting
    from met_rang as r
    left join label as l using (maat)
    left join onvolledig as o using (niveau, gebiedscode, indeling)
)

select * from final
