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
        {{ vul_in('tekst', {
            'waarde': nl_getal('waarde', 'decimalen', plus=true),
            'grootte': nl_getal('abs(waarde)', 'decimalen'),
            'eenheid': 'eenheid',
            'label': 'label',
            'zeker': zekerheid_woord('zekerheid'),
            'referentie': referentie_woord(),
            'meetjaar_van': 'meetjaar_van::varchar',
            'meetjaar_tot': 'meetjaar_tot::varchar',
            'jaar_van': 'jaar_van::varchar',
            'jaar_tot': 'jaar_tot::varchar',
        }) }} as tekst,
        {{ vul_in('gesprek', {'jaar_van': 'jaar_van::varchar', 'jaar_tot': 'jaar_tot::varchar'}) }} as gesprek
    from over
)

select * from final
