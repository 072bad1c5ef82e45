-- The levels of areas from small to large: ours, and those of the catalogue of the user.
with final as (
    {% for rij in var('niveaus')['rijen'] %}
        select
            '{{ rij["niveau"] }}' as niveau,
            '{{ rij["volgorde"] }}'::integer as volgorde,
            nullif('{{ rij["ouder"] }}', '') as ouder,
            '{{ rij["meervoud"] | replace("'", "''") }}' as meervoud,
            '{{ rij["codepatroon"] }}' as codepatroon,
            '{{ rij["ouder_in_code"] }}'::boolean as ouder_in_code,
            '{{ rij["cijfers"] }}'::boolean as cijfers,
            '{{ rij["getekend"] }}'::boolean as getekend,
            '{{ rij["kaart"] }}'::boolean as kaart
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select * from final
