with controles as (
    select * from {{ source('werk', 'kwaliteit') }}
),

feiten as (
    select
        bron,
        release,
        'lezer' as eigenaar,
        feit as controle,
        niveau as onderwerp,
        'info' as ernst,
        'feit' as uitkomst,
        waarde,
        null::varchar as verwacht,
        toelichting
    from {{ ref('stg_feiten') }}
),

-- what dbt itself finds in deliveries: columns without a meaning, cells nobody can read
kolommen as (
    select
        bron,
        release,
        'dbt' as eigenaar,
        'kolom_' || uitkomst as controle,
        kolom as onderwerp,
        if(uitkomst = 'niet_in_catalogus', 'info', 'waarschuwt') as ernst,
        if(uitkomst = 'niet_in_catalogus', 'feit', 'gefaald') as uitkomst,
        rijen::double as waarde,
        null::varchar as verwacht,
        zin({{ sjabloon('kolom_van_jaar') }}, { jaar: jaar, titel: titel, eenheid: eenheid }) as toelichting
    from {{ ref('stg_kolomkoppeling') }}
    where uitkomst != 'gekoppeld'
),

onleesbaar as (
    select
        bron,
        release,
        'dbt' as eigenaar,
        'cellen_onleesbaar' as controle,
        indicator as onderwerp,
        'blokkeert' as ernst,
        'gefaald' as uitkomst,
        count(*)::double as waarde,
        '0' as verwacht,
        zin({{ sjabloon('cel') }}, { kolom: min(kolom), gebied: min(gebiedscode) }) as toelichting
    from {{ ref('fct_waarneming') }}
    where status = 'onleesbaar'
    group by bron, release, indicator
),

final as (
    select * from controles
    union all by name
    select * from feiten
    union all by name
    select * from kolommen
    union all by name
    select * from onleesbaar
    union all by name
    select *, 'dbt' as eigenaar from {{ ref('int_kwaliteit_gebieden') }}
)

select bron, release, eigenaar, controle, onderwerp, ernst, uitkomst, waarde, verwacht, toelichting from final
