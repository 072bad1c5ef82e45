-- What dbt itself finds in deliveries: columns without a meaning, cells nobody can read, codes outside the boundaries.
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
        bron, release, 'cellen_onleesbaar', indicator, 'blokkeert', 'gefaald', count(*), '0',
        'kolom ' || any_value(kolom) || ', eerste gebied ' || min(gebiedscode)
    from {{ ref('fct_waarneming') }}
    where status = 'onleesbaar'
    group by bron, release, indicator
),

gebieden as (
    select
        g.*,
        l.gebiedscode is null as buiten,
        (g.niveau, g.indeling) in (select (niveau, indeling) from {{ ref('stg_lijst') }}) as met_grenzen
    from {{ ref('stg_gebieden') }} as g
    left join {{ ref('stg_lijst') }} as l
        on g.niveau = l.niveau and g.gebiedscode = l.gebiedscode and g.indeling = l.indeling
    where g.niveau != 'land'
),

buiten_indeling as (
    select
        bron, release, 'codes_buiten_indeling', niveau, 'waarschuwt', if(count(*) filter (where buiten) = 0, 'geslaagd', 'gefaald'),
        count(distinct gebiedscode) filter (where buiten), '0 van ' || count(distinct gebiedscode),
        'indeling ' || any_value(indeling)
        || coalesce(': ' || array_to_string(list_sort(list_distinct(list(gebiedscode) filter (where buiten)))[:20], ', '), '')
    from gebieden
    where met_grenzen
    group by bron, release, niveau
),

aantallen as (
    select
        bron, release, 'aantal_gebieden', niveau, 'info', 'feit', count(distinct gebiedscode), null, jaar::varchar
    from {{ ref('stg_gebieden') }}
    group by bron, release, niveau, jaar
),

wijzigingen as (
    select
        bron, release, 'indelingswijziging_' || trim(ind_wbi), niveau, 'info', 'feit', count(*), null, jaar::varchar
    from {{ ref('stg_gebieden') }}
    where trim(ind_wbi) in ('1', '2', '3')
    group by bron, release, niveau, jaar, trim(ind_wbi)
),

final as (
    select * from kolommen
    union all select * from onleesbaar
    union all select * from buiten_indeling
    union all select * from aantallen
    union all select * from wijzigingen
)

select *, 'dbt' as eigenaar from final
