with final as (
    select
        indicator,
        label,
        definitie,
        eenheid,
        soort,
        noemer,
        richting,
        decimalen::integer as decimalen,
        min::double as min,
        max::double as max,
        thema,
        rol,
        gewicht::double as gewicht,
        kaart::boolean as kaart,
        toegang,
        bron,
        onderdeel,
        themagroep,
        is_modelschatting,
        versie,
        opgevolgd_door
    from {{ ref('stg_indicatoren') }}
)

select * from final
