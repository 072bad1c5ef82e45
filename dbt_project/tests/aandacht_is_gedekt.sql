-- Every reason stands on a row of the marts that says the same, and no sentence keeps a name in braces.
{{ config(tags=['kaart']) }}
with gedekt as (
    select
        k.niveau, k.gebiedscode, k.indeling, k.jaar_van, k.jaar_tot, 'kaart' as soort, k.kaart_id as sleutel,
        k.klasse::varchar as klasse
    from {{ ref('fct_kaart') }} as k
    inner join {{ ref('dim_kaart') }} as d using (kaart_id)
    where k.status = 'waarde' and if(d.is_niveau, k.p_hoogste, k.kans) >= {{ var('waarschijnlijk_vanaf') }} - 1e-9
    union all by name
    select niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'cluster' as soort, maat as sleutel, cluster as klasse
    from {{ ref('fct_cluster') }}
    union all by name
    select
        p.niveau, p.gebiedscode, p.indeling, p.jaar_van, p.jaar_tot, 'politie' as soort, v.indicator as sleutel,
        v.oordeel as klasse
    from {{ ref('int_aandacht_politie') }} as p
    inner join {{ ref('fct_verandering') }} as v
        on
            p.niveau = v.niveau and p.gebiedscode = v.gebiedscode and p.indeling = v.indeling
            and p.meetjaar_van = v.jaar_van and p.meetjaar_tot = v.jaar_tot
    where v.indicator = 'p_overlast' and p.kans_toename >= {{ var('registratie_zeker') }} - 1e-9
),

final as (
    select r.niveau, r.gebiedscode, r.indeling, r.jaar_van, r.jaar_tot, r.reden_id, r.tekst
    from {{ ref('int_aandacht_reden') }} as r
    left join gedekt as g using (niveau, gebiedscode, indeling, jaar_van, jaar_tot, soort, sleutel, klasse)
    where g.niveau is null or regexp_matches(r.tekst, '[{};]|[(]\s*[,)]') or regexp_matches(r.gesprek, '[{}]')
)

select * from final
