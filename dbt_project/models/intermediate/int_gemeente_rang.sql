{{ config(tags=['kaart']) }}
-- The place of each gemeente between those of which enough is known, and what each figure is, in words.
with label as (
    -- the score called overlast is high where there is little of it: a rank must not be read the wrong way
    select indicator as maat, label || if(richting = 'hoger_is_gunstiger', ' (hoger is gunstiger)', '') as label
    from {{ ref('dim_indicator') }}
    union all
    select * from (values
        ('kwetsbaarheid', 'Kwetsbare bewoners'), ('veerkracht', 'Veerkracht (landelijk, in sd)')
    ) as t (maat, label)
),

onvolledig as (
    select niveau, gebiedscode, indeling, any_value(niet_geladen) as niet_geladen from {{ ref('int_gemeente_lid') }}
    group by all
),

met_rang as (
    select
        *,
        niveau = 'gemeente' and dekking >= {{ var('gemeente_dekking_minimum') }} and heeft_waarde
        and coalesce(waarde, aandeel) is not null as telt_mee,
        split_part(categorie, '|', if(onderwerp = 'corporatiebuurt', 2, 1)) as maat
    from {{ ref('int_gemeente_aandeel') }}
),

final as (
    select
        r.niveau, r.gebiedscode, r.indeling, r.jaar_van, r.jaar_tot, r.onderwerp, r.categorie, r.heeft_waarde,
        r.inwoners, r.aandeel, r.buurten, r.gemeenten, r.waarde, r.dekking,
        case
            -- figures that differ only in the last bits share a place
            when r.telt_mee then rank() over (
                partition by r.telt_mee, r.indeling, r.jaar_van, r.jaar_tot, r.onderwerp, r.categorie
                order by round(coalesce(r.waarde, r.aandeel), 9) desc
            )
        end::integer as rang,
        case
            when r.telt_mee then count(*) over (
                partition by r.telt_mee, r.indeling, r.jaar_van, r.jaar_tot, r.onderwerp, r.categorie
            )
        end::integer as van,
        concat_ws(
            '; ',
            coalesce(r.betekenis, {{ gemeente_betekenis() }}),
            o.niet_geladen || if(o.niet_geladen = 1, ' gemeente', ' gemeenten') || ' van deze regio niet geladen'
        ) as toelichting
    from met_rang as r
    left join label as l using (maat)
    left join onvolledig as o using (niveau, gebiedscode, indeling)
)

select * from final
