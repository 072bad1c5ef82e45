-- What dbt itself finds in deliveries: columns without a meaning and cells nobody can read.
with kolommen as (
    select
        bron,
        release,
        'kolom_' || uitkomst as controle,
        kolom as onderwerp,
        if(uitkomst = 'niet_in_catalogus', 'info', 'waarschuwt') as ernst,
        if(uitkomst = 'niet_in_catalogus', 'feit', 'gefaald') as uitkomst,
        rijen::double as waarde,
        null::varchar as verwacht,
        jaar || coalesce(': titel ' || titel, '') || coalesce(', eenheid ' || eenheid, '') as toelichting
    from {{ ref('stg_kolomkoppeling') }}
    where uitkomst != 'gekoppeld'
),

onleesbaar as (
    select
        bron,
        release,
        'cellen_onleesbaar' as controle,
        indicator as onderwerp,
        'blokkeert' as ernst,
        'gefaald' as uitkomst,
        count(*)::double as waarde,
        '0' as verwacht,
        'kolom ' || min(kolom) || ', eerste gebied ' || min(gebiedscode) as toelichting
    from {{ ref('fct_waarneming') }}
    where status = 'onleesbaar'
    group by bron, release, indicator
),

final as (
    select * from kolommen
    union all
    select * from onleesbaar
    union all
    select * from {{ ref('int_kwaliteit_gebieden') }}
)

select
    *,
    'dbt' as eigenaar
from final
