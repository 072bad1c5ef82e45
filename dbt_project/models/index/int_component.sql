-- Standardised values: distance to the national mean in national deviations, cut off at both ends, higher = more
-- vulnerable. Of indicators that the reference refused there is nothing.
with final as (
    select
        w.niveau, w.gebiedscode, w.indeling, w.jaar, w.onderdeel, w.themagroep, w.indicator, w.gewicht, w.waarde,
        greatest(
            -{{ var('winsor_grens') }},
            least({{ var('winsor_grens') }}, w.teken * (w.waarde - r.gemiddelde) / r.sd)
        )::double as z,
        w.marge, w.inwoners, w.is_bewoond
    from {{ ref('int_onderdeel_waarde') }} as w
    inner join {{ ref('mrt_referentie') }} as r
        on w.niveau = r.niveau and w.indeling = r.indeling and w.indicator = r.indicator and r.status = 'gebruikt'
    semi join {{ ref('int_onderdeel_meting') }} as m
        on
            w.niveau = m.niveau and w.indeling = m.indeling and w.indicator = m.indicator and w.jaar = m.jaar
            and m.is_gekozen
)

select * from final
