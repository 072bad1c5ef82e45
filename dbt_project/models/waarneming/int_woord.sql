{{ config(post_hook = "{{ maak_typen(this) }}") }}

-- Every word that a text column of the large tables may hold, of which its type is made (macro maak_typen). Codes are
-- also those of areas that only the code of a smaller one names: what the statistics tell of them comes back.
with codes as (
    select gebiedscode from ({{ geleverd('waarnemingen') }}) as w
    union
    select gebiedscode from {{ ref('int_gebied') }}
    {% for ouder in ouderniveaus() %}
        union
        select {{ ouder }}code from {{ ref('int_gebied') }}
    {% endfor %}
    union
    select unnest([van_code, naar_code]) from {{ source('gebieden', 'gewichten') }}
    union
    select unnest([van_code, naar_code]) from {{ source('gebieden', 'wijzigingen') }}
    union
    select {{ landcode() }}
),

geleverde_kolommen as (
    select distinct kolom from ({{ geleverd('waarnemingen') }}) as w
),

kolommen as (
    select kolom from geleverde_kolommen
    union
    select {{ kolom_van_jaar('kolom') }} from geleverde_kolommen
),

final as (
    select 'niveau' as type, unnest([{{ niveaus('cijfers') }}]) as woord
    union all
    select 'gebiedscode' as type, gebiedscode as woord from codes
    where gebiedscode is not null
    union all
    select 'indicator' as type, indicator as woord from {{ ref('stg_indicatoren') }}
    union all
    select 'indicator' as type, unnest(['kwetsbaarheid', 'veerkracht', 'veerkracht_relatief']) as woord
    union all
    select distinct 'bron' as type, bron as woord from {{ ref('stg_releases') }}
    union all
    select distinct 'release' as type, release as woord from {{ ref('stg_releases') }}
    union all
    select 'kolom' as type, kolom as woord from kolommen
    union all
    select 'status' as type, unnest({{ statussen() }}) as woord
    union all
    select 'methode' as type, unnest({{ methoden() }}) as woord
)

select * from final
