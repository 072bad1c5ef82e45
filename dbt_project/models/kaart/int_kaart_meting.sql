{{ config(tags=['kaart']) }}
-- Level and change of each measure in one shape, as measured. What is no number is no value.
with niveau as (
    select
        'niveau' as maatsoort, niveau, gebiedscode, indeling, jaar_van, jaar_tot, maat, indicator, inwoners,
        meetjaar_tot as meetjaar_van, meetjaar_tot, waarde as gemeten, status, reden
    from {{ ref('int_maat') }}
),

verandering as (
    select
        'verandering' as maatsoort, niveau, gebiedscode, indeling, jaar_van, jaar_tot, maat,
        indicator_verschil as indicator, inwoners, meetjaar_van, meetjaar_tot,
        verschil as gemeten, status_verschil as status, reden_verschil as reden
    from {{ ref('int_maat') }}
),

beoordeeld as (
    select *, status = 'waarde' and coalesce(isfinite(gemeten), false) as is_waarde from niveau
    union all
    select *, status = 'waarde' and coalesce(isfinite(gemeten), false) as is_waarde from verandering
),

final as (
    select
        * exclude (gemeten, status, reden, is_waarde),
        case when is_waarde then gemeten end as gemeten,
        if(status = 'waarde' and not is_waarde, 'geen gegevens', status) as status,
        if(status = 'waarde' and not is_waarde, 'geen eindig getal', reden) as reden
    from beoordeeld
)

select * from final
