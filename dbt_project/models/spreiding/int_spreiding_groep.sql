-- Groups whose spread is measured: those of the seed, and in leden the counts behind the restricted share of the index:
-- of several shares the first in the order of the setting of which people were counted and not expected by a model,
-- which smears them over buurten.
{%- set families = [] %}
{%- for aandeel in var('kwetsbaarheid_beperkt') %}
    {%- do families.append(aandeel.removesuffix('_aandeel')) %}
{%- endfor %}
with geteld as (
    select
        regexp_replace(indicator, '_teller$', '') as familie, label,
        list_position({{ families }}, familie) as rang
    from {{ ref('stg_indicatoren') }}
    where indicator like '%\_teller' escape '\' and toegang = 'beperkt' and not is_modelschatting and rang is not null
    qualify rang = min(rang) over ()
),

final as (
    select
        groep, label, nullif(teller, '') as teller, nullif(aandeel, '') as aandeel, noemer, is_bewoners
    from {{ ref('spreidingsgroepen') }}
    union all
    select
        'kwetsbare_bewoners' as groep,
        lower(replace(label, ': aantal', '')) as label,
        familie || '_teller' as teller,
        null as aandeel,
        familie || '_noemer' as noemer,
        true as is_bewoners
    from geteld
)

select * from final
