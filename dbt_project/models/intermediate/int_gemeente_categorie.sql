{{ config(tags=['kaart']) }}
-- Every category that must have a row, also where no buurt falls in it, and what each means in words.
with kaarten as (
    select kaart_id, titel from {{ ref('dim_kaart') }}
),

kwadranten as (
    select 'kwadrant' || o.achter as onderwerp, v.categorie, replace(v.betekenis, '{}', o.woord) as betekenis
    from (values
        ('beide gestegen', 'kwetsbaarheid en overlast zijn beide {}toegenomen'),
        ('alleen kwetsbaarheid', 'alleen kwetsbaarheid is {}toegenomen'),
        ('alleen overlast', 'alleen overlast is {}toegenomen'),
        ('geen van beide', 'kwetsbaarheid noch overlast is {}toegenomen')
    ) as v (categorie, betekenis)
    cross join (values ('', ''), ('_aantoonbaar', 'aantoonbaar ')) as o (achter, woord)
),

perioden as (
    select distinct indeling, jaar_van, jaar_tot from {{ ref('int_gemeente_gebied') }}
),

final as (
    select p.*, k.onderwerp, k.onderwerp as groep, k.categorie, k.betekenis
    from perioden as p cross join kwadranten as k
    union all by name
    select p.*, 'corporatiebuurt' as onderwerp, 'corporatiebuurt' as groep, c.categorie, c.betekenis
    from perioden as p
    cross join (values
        (
            'corporatiebuurt',
            'buurten met meer dan ' || {{ nl_getal(var('corporatiebuurt_vanaf'), 1) }} || '% corporatiewoningen'
        ),
        ('rest', 'overige buurten waarvan het aandeel corporatiewoningen bekend is')
    ) as c (categorie, betekenis)
    union all by name
    select
        l.indeling, l.jaar_van, l.jaar_tot, 'kaartklasse' as onderwerp, l.kaart_id as groep,
        l.kaart_id || ':' || l.klasse as categorie, k.titel || ': ' || l.label as betekenis
    from {{ ref('fct_legenda') }} as l
    inner join kaarten as k using (kaart_id)
    semi join perioden as p on l.indeling = p.indeling
    where l.niveau = {{ grondniveau() }} and l.klasse is not null
)

select * from final
