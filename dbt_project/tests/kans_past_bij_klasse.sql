-- A class of a change claims no more than its chance allows (chances are rounded to three decimals), what is called
-- duidelijk has an interval without zero, and the statistics use the words of the catalogue.
{{ config(tags=['kaart']) }}
with kaart as (
    select f.*, k.oordeelmaat, abs(f.klasse - k.klasse_niet_te_zeggen) = 2 and k.soort != 'samenloop' as is_duidelijk
    from {{ ref('fct_kaart') }} as f
    inner join {{ ref('int_kaart') }} as k using (kaart_id)
    where k.grond = 'kans' and f.klasse != k.klasse_niet_te_zeggen
),

te_sterk as (
    select kaart_id, niveau, gebiedscode, jaar_van, jaar_tot, 'kans te klein' as bezwaar from kaart
    where
        not coalesce(kans >= if(
            is_duidelijk, {{ var('duidelijk_vanaf') }}, {{ var('waarschijnlijk_vanaf') }}
        ) - 0.0005, false)
),

over_nul as (
    select kaart_id, niveau, gebiedscode, jaar_van, jaar_tot, 'nul in het interval' as bezwaar from kaart
    where is_duidelijk and not coalesce(laag * hoog > 0, false)
),

ander_woord as (
    select k.kaart_id, k.niveau, k.gebiedscode, k.jaar_van, k.jaar_tot, 'ander woord' as bezwaar
    from kaart as k
    left join {{ source('statistiek', 'verandering') }} as v
        on
            k.oordeelmaat = v.maat and k.niveau = v.niveau and k.gebiedscode = v.gebiedscode
            and k.indeling = v.indeling and k.jaar_van = v.jaar_van and k.jaar_tot = v.jaar_tot
    -- maps of a user have words of their own
    where v.oordeel is distinct from k.label and k.kaart_id in (select kaart_id from {{ ref('kaarten') }})
),

final as (
    select * from te_sterk
    union all
    select * from over_nul
    union all
    select * from ander_woord
)

select * from final
