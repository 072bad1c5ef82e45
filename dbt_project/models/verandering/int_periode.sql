-- Pairs of years to compare per indicator and boundaries: consecutive years with figures, the periods of the settings,
-- and every pair for indicators of the map. A year of another version counts: then its pairs say why they have no
-- verdict.
with jaren as (
    select indicator, indeling, jaar
    from {{ ref('fct_reeks') }}
    where waarde is not null
    union
    select indicator, indeling, jaar
    from {{ ref('int_reeks_versie') }}
),

volgorde as (
    select
        *,
        lead(jaar) over reeks as volgend,
        max(jaar) over (partition by indicator, indeling) as nieuwste
    from jaren
    window reeks as (partition by indicator, indeling order by jaar)
),

instelling (jaar_van, jaar_tot) as (
    values
    {% for periode in var('perioden') %}
        ({{ periode[0] }}, {{ 'null' if periode[1] == 'nieuwste' else periode[1] }}){{ ',' if not loop.last }}
    {% endfor %}
),

paren as (
    select indicator, indeling, jaar as jaar_van, volgend as jaar_tot from volgorde
    where volgend is not null
    union
    select v.indicator, v.indeling, v.jaar as jaar_van, coalesce(i.jaar_tot, v.nieuwste)::smallint as jaar_tot
    from volgorde as v
    inner join instelling as i on v.jaar = i.jaar_van
    union
    select v.indicator, v.indeling, v.jaar as jaar_van, t.jaar as jaar_tot
    from volgorde as v
    inner join volgorde as t on v.indicator = t.indicator and v.indeling = t.indeling and v.jaar < t.jaar
    inner join {{ ref('stg_indicatoren') }} as k
        -- registered nuisance is a reason for attention, and has a verdict over the period of every map
        on v.indicator = k.indicator and (k.kaart or k.indicator = 'p_overlast')
),

final as (
    select p.*, i.richting, i.soort in ('aantal', 'gemiddelde') as relatief
    from paren as p
    inner join {{ ref('stg_indicatoren') }} as i using (indicator)
    -- counts of a restricted source are not subtracted: a difference can disclose what each of them may not
    where p.jaar_van < p.jaar_tot and not (i.toegang = 'beperkt' and i.soort = 'aantal')
)

select * from final
