{{ config(materialized = 'view') }}

-- Delivered values of the parts of the index with the inhabitants that weigh them. A value outside the range that the
-- catalogue allows is a mistake, not a measurement.
with final as (
    select
        r.niveau, r.gebiedscode, r.indeling, r.jaar, o.onderdeel, o.themagroep, o.indicator, o.gewicht, o.teken,
        r.waarde, r.marge, i.inwoners, {{ bewoond('i.inwoners') }} as is_bewoond
    from {{ ref('int_kaart_reeks') }} as r
    inner join {{ ref('int_onderdeel') }} as o using (indicator)
    inner join {{ ref('int_inwoners_jaar') }} as i using (niveau, gebiedscode, indeling, jaar)
    where r.niveau in ({{ niveaus('nest') }})
        and r.waarde between coalesce(o.ondergrens, r.waarde) and coalesce(o.bovengrens, r.waarde)
)

select * from final
