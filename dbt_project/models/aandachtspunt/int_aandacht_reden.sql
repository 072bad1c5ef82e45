{{ config(tags=['kaart']) }}
-- The reasons of an area, as sentences; what an area has by a stronger reason already is not said twice.
with geldig as (
    select f.*, a.reden_id, a.volgorde, a.punten, a.vervalt_bij, a.tekst, a.gesprek
    from {{ ref('int_aandacht_feit') }} as f
    inner join {{ ref('aandacht') }} as a using (soort, sleutel, klasse)
),

over as (
    select g.* from geldig as g
    anti join geldig as sterker
        on
            g.niveau = sterker.niveau and g.gebiedscode = sterker.gebiedscode and g.indeling = sterker.indeling
            and g.jaar_van = sterker.jaar_van and g.jaar_tot = sterker.jaar_tot and g.vervalt_bij = sterker.reden_id
),

final as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot,
        reden_id, soort, sleutel, klasse, volgorde, zekerheid,
        -- what is less sure counts for less
        punten * coalesce(zekerheid, 1) as punten,
        zin(tekst, {
            waarde: waarde,
            grootte: abs(waarde),
            decimalen: decimalen,
            eenheid: eenheid,
            label: label,
            zeker: case
                when zekerheid >= {{ var('duidelijk_vanaf') }} then 'zeker'
                when zekerheid >= {{ var('waarschijnlijk_vanaf') }} then 'waarschijnlijk'
            end,
            referentie: {{ sjabloon('gebieden_samen') }},
            meetjaar_van: meetjaar_van,
            meetjaar_tot: meetjaar_tot,
            jaar_van: jaar_van,
            jaar_tot: jaar_tot
        }) as tekst,
        zin(gesprek, { jaar_van: jaar_van, jaar_tot: jaar_tot }) as gesprek
    from over
)

select * from final
