-- Every reason stands on a row of the marts that says the same, and no sentence keeps a name in braces.
{{ config(tags=['kaart']) }}
with kaart as (
    select k.*, d.soort as kaartsoort, d.maat as kaartmaat from {{ ref('fct_kaart') }} as k
    inner join {{ ref('dim_kaart') }} as d using (kaart_id)
    where k.status = 'waarde'
),

gedekt as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'kaart' as soort, kaart_id as sleutel,
        klasse::varchar as klasse
    from kaart
    union all by name
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'krimp' as soort, kaartmaat as sleutel,
        if(waarde > 0, 'toegenomen', 'afgenomen') as klasse
    from kaart
    where kaartsoort = 'verandering'
    union all by name
    select niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'cluster' as soort, maat as sleutel, cluster as klasse
    from {{ ref('fct_cluster') }}
    union all by name
    select
        p.niveau, p.gebiedscode, p.indeling, p.jaar_van, p.jaar_tot, 'politie' as soort, t.indicator as sleutel,
        if(t.waarde > v.waarde, 'toegenomen', 'afgenomen') as klasse
    from {{ ref('int_aandacht_politie') }} as p
    inner join {{ ref('fct_reeks') }} as v
        on p.gebiedscode = v.gebiedscode and p.indeling = v.indeling and p.meetjaar_van = v.jaar
    inner join {{ ref('fct_reeks') }} as t
        on
            v.indicator = t.indicator and p.gebiedscode = t.gebiedscode and p.indeling = t.indeling
            and p.meetjaar_tot = t.jaar
    where t.indicator = 'p_overlast'
),

final as (
    select r.niveau, r.gebiedscode, r.indeling, r.jaar_van, r.jaar_tot, r.reden_id, r.tekst
    from {{ ref('int_aandacht_reden') }} as r
    left join gedekt as g using (niveau, gebiedscode, indeling, jaar_van, jaar_tot, soort, sleutel, klasse)
    where g.niveau is null or regexp_matches(r.tekst, '[{};]|[(]\s*[,)]') or regexp_matches(r.gesprek, '[{}]')
)

select * from final
