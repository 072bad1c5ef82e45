{#- What gemeenten and regions share: totals with their categories split into columns, and how groups are spread. -#}
with doel as (
    select doel_indeling as indeling from main.dim_publicatie
),

gesplitst as (
    select
        *,
        string_split(categorie, '|') as delen,
        case when onderwerp = 'kaartklasse' then split_part(categorie, ':', 1) end as kaart_id,
        case when onderwerp = 'kaartklasse' then substr(categorie, strpos(categorie, ':') + 1) end as klasse_of_status
    from main.fct_gemeente
    inner join doel using (indeling)
),

totalen as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, kaart_id,
        try_cast(klasse_of_status as smallint) as klasse,
        case
            when onderwerp = 'kaartklasse' then klasse_of_status
            when onderwerp in ('samenloop', 'corporatiebuurt') then delen[1]
        end as groep,
        case
            when onderwerp in ('gemiddelde', 'politie_overlast', 'studie') then delen[1]
            when onderwerp = 'corporatiebuurt' then delen[2]
        end as maat,
        -- resilience is how much better nuisance developed than was to be expected: a change by itself
        list_contains(delen, 'verschil') or coalesce(maat = 'veerkracht', false) as is_verandering,
        list_contains(delen, 'studie') as is_studie,
        inwoners, aandeel, buurten, waarde, waarde_gemeten, rang, van as rang_van, dekking, toelichting
    from gesplitst
),

-- the name of a class stands in its legend
benoemd as (
    select t.* replace (coalesce(l.label, t.groep) as groep)
    from totalen as t
    left join main.fct_legenda as l
        on
            l.kaart_id = t.kaart_id and l.niveau = 'buurt' and l.indeling = t.indeling
            and l.jaar_van = t.jaar_van and l.jaar_tot = t.jaar_tot and l.klasse = t.klasse
),

gemiddelden as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'gemiddelde' as onderwerp,
        replace(maat, '_gemiddeld', '') as maat, true as is_verandering,
        verschil as schatting, laag, hoog, p_ongunstiger as kans_ongunstiger, p_gunstiger as kans_gunstiger, oordeel, reden
    from main.fct_spreiding
    inner join doel using (indeling)
    where maat in ('onv_gemiddeld', 'veerkracht_gemiddeld')
),

spreiding as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot, 'spreiding' as onderwerp, groep, maat, true as is_verandering,
        false as is_studie, waarde_van, waarde_tot, verschil as waarde, verschil as schatting, laag, hoog, oordeel, reden,
        dekking, n as buurten, zin as toelichting
    from main.fct_spreiding
    inner join doel using (indeling)
    where maat not in ('onv_gemiddeld', 'veerkracht_gemiddeld')
),

alles as (
    select b.*, g.schatting, g.laag, g.hoog, g.kans_ongunstiger, g.kans_gunstiger, g.oordeel, g.reden
    from benoemd as b
    left join gemiddelden as g using (niveau, gebiedscode, indeling, jaar_van, jaar_tot, onderwerp, maat, is_verandering)
    union all by name
    select * from spreiding
)
