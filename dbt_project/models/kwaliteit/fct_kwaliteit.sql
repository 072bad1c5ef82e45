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

-- the reader tells in which row the first one stands
plaatsen as (
    select bron, release, feit, min(toelichting) as toelichting
    from {{ ref('stg_feiten') }}
    where feit like 'onleesbaar_%'
    group by all
),

onleesbaar as (
    select
        k.bron,
        k.release,
        'dbt' as eigenaar,
        if(k.is_onleesbaar, 'kolom_onleesbaar', 'cellen_onleesbaar') as controle,
        k.kolom as onderwerp,
        'waarschuwt' as ernst,
        'gefaald' as uitkomst,
        k.onleesbaar::double as waarde,
        '0' as verwacht,
        coalesce(
            p.toelichting,
            zin({{ sjabloon('cel') }}, { jaar: k.jaar, cellen: k.onleesbaar, rijen: k.rijen, voorbeeld: k.voorbeeld })
        ) as toelichting
    from {{ ref('stg_kolomkoppeling') }} as k
    left join plaatsen as p on k.bron = p.bron and k.release = p.release and p.feit = 'onleesbaar_' || k.kolom
    where k.uitkomst = 'gekoppeld' and k.onleesbaar > 0
),

-- figures that are in no series: a loss where nothing came in their place
weggevallen as (
    select
        bron,
        release,
        'dbt' as eigenaar,
        'cijfers_weggevallen' as controle,
        niveau as onderwerp,
        'waarschuwt' as ernst,
        'gefaald' as uitkomst,
        sum(onvervangen)::double as waarde,
        '0' as verwacht,
        zin({{ sjabloon('weggevallen') }}, {
            jaar_van: nullif(min(jaar), max(jaar)), jaar_tot: max(jaar), reden: min(reden)
        }) as toelichting
    from {{ ref('fct_weggevallen') }}
    where onvervangen > 0 and oorzaak != 'beperkt'
    group by bron, release, niveau, oorzaak, door_bron, door_release
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
    select * from weggevallen
    union all by name
    select *, 'dbt' as eigenaar from {{ ref('int_kwaliteit_gebieden') }}
)

select bron, release, eigenaar, controle, onderwerp, ernst, uitkomst, waarde, verwacht, toelichting from final
