-- Groups whose spread is measured: those of the seed, and in leden the counts behind the restricted share of the index.
with final as (
    select
        groep, label, nullif(teller, '') as teller, nullif(aandeel, '') as aandeel, noemer, is_bewoners
    from {{ ref('spreidingsgroepen') }}
    {% if target.name == 'leden' -%}
        {%- set familie = var('kwetsbaarheid_beperkt').removesuffix('_aandeel') %}
        union all
        select
            'kwetsbare_bewoners' as groep,
            lower(replace(label, ': aantal', '')) as label,
            '{{ familie }}_teller' as teller,
            null as aandeel,
            '{{ familie }}_noemer' as noemer,
            true as is_bewoners
        from {{ ref('stg_indicatoren') }}
        where indicator = '{{ familie }}_teller'
    {%- endif %}
)

select * from final
