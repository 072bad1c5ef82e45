{{ config(tags=['kaart']) }}
-- Level and change of each measure in one shape: what was measured, and what a map draws of it (a change without the
-- part that is noise). What is no number is no value.
with niveau as (
    select
        'niveau' as maatsoort, niveau, gebiedscode, indeling, jaar_van, jaar_tot, maat, indicator, inwoners,
        meetjaar_tot as meetjaar_van, meetjaar_tot, waarde as gemeten, null::double as gekrompen, status, reden
    from {{ ref('int_maat') }}
),

verandering as (
    select
        'verandering' as maatsoort, m.niveau, m.gebiedscode, m.indeling, m.jaar_van, m.jaar_tot, m.maat,
        m.indicator_verschil as indicator, m.inwoners, m.meetjaar_van, m.meetjaar_tot,
        m.verschil as gemeten, k.gekrompen, m.status_verschil as status, m.reden_verschil as reden
    from {{ ref('int_maat') }} as m
    left join {{ source('statistiek', 'krimp') }} as k using (niveau, gebiedscode, indeling, jaar_van, jaar_tot, maat)
),

beoordeeld as (
    select *, status = 'waarde' and coalesce(isfinite(gemeten), false) as is_waarde from niveau
    union all
    select *, status = 'waarde' and coalesce(isfinite(gemeten), false) as is_waarde from verandering
),

final as (
    select
        * exclude (gemeten, gekrompen, status, reden, is_waarde),
        case when is_waarde then gemeten end as gemeten,
        case when is_waarde then if(isfinite(gekrompen), gekrompen, gemeten) end as getekend,
        if(status = 'waarde' and not is_waarde, 'geen gegevens', status) as status,
        if(status = 'waarde' and not is_waarde, 'geen eindig getal', reden) as reden
    from beoordeeld
)

select * from final
