{{ config(tags=['kaart']) }}
-- Every category that must have a row, also where no buurt falls in it, and what each means in words.
with kaarten as (
    select kaart_id, titel, soort from {{ ref('dim_kaart') }}
),

perioden as (
    select distinct indeling, jaar_van, jaar_tot from {{ ref('int_gemeente_gebied') }}
),

final as (
    select
        l.indeling, l.jaar_van, l.jaar_tot, k.soort as onderwerp, k.soort as groep, l.label as categorie,
        zin({{ sjabloon('klasse_van_kaart') }}, { titel: k.titel, label: l.label }) as betekenis
    from {{ ref('fct_legenda') }} as l
    inner join kaarten as k using (kaart_id)
    semi join perioden as p on l.indeling = p.indeling
    where l.niveau = {{ grondniveau() }} and l.klasse is not null and k.kaart_id = {{ eerste_kaart('samenloop') }}
    union all by name
    select p.*, 'corporatiebuurt' as onderwerp, 'corporatiebuurt' as groep, c.categorie, c.betekenis
    from perioden as p
    cross join (values
        (
            'corporatiebuurt',
            zin({{ sjabloon('corporatiebuurt') }}, { vanaf: {{ var('corporatiebuurt_vanaf') }} })
        ),
        ('rest', 'overige buurten waarvan het aandeel corporatiewoningen bekend is')
    ) as c (categorie, betekenis)
    union all by name
    select
        l.indeling, l.jaar_van, l.jaar_tot, 'kaartklasse' as onderwerp, l.kaart_id as groep,
        l.kaart_id || ':' || l.klasse as categorie,
        zin({{ sjabloon('klasse_van_kaart') }}, { titel: k.titel, label: l.label }) as betekenis
    from {{ ref('fct_legenda') }} as l
    inner join kaarten as k using (kaart_id)
    semi join perioden as p on l.indeling = p.indeling
    where l.niveau = {{ grondniveau() }} and l.klasse is not null
)

select * from final
