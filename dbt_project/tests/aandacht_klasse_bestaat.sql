-- Every map and class that can be a reason is in the catalogue of maps.
with klassen as (
    select kaart_id, len(string_split(labels, ';')) as aantal from {{ ref('stg_kaarten') }}
),

final as (
    select a.reden_id, a.sleutel, a.klasse from {{ ref('aandacht') }} as a
    left join klassen as k on a.sleutel = k.kaart_id
    where a.soort = 'kaart' and not coalesce(try_cast(a.klasse as integer) between 1 and k.aantal, false)
)

select * from final
