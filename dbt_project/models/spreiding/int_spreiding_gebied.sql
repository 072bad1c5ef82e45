-- Per group and map period the buurten counted at both ends: the same buurten, so that no border moves a measure.
-- A year that serves a corner of the areas only does not stand in the way of one beside it that serves them all.
with jaren as (
    select
        groep, jaar,
        count(*) >= {{ var('landelijke_dekking_minimum') }} * max(count(*)) over (partition by groep) as is_ruim
    from {{ ref('int_spreiding_telling') }}
    group by groep, jaar
),

{% for einde in ['van', 'tot'] -%}
    -- nearest year counted; of two as near the earlier
    meting_{{ einde }} as (
        select
            p.jaar_van, p.jaar_tot, j.groep,
            min_by(j.jaar, (not j.is_ruim, {{ nabijheid('j.jaar', 'p.jaar_' ~ einde) }})) as jaar
        from {{ ref('int_kaart_periode') }} as p
        inner join jaren as j on abs(j.jaar - p.jaar_{{ einde }}) <= {{ var('meetjaar_marge') }}
        group by all
    ),

{% endfor %}
periode as (
    select b.jaar_van, b.jaar_tot, b.groep, b.jaar as meetjaar_van, e.jaar as meetjaar_tot
    from meting_van as b
    inner join meting_tot as e using (jaar_van, jaar_tot, groep)
    where e.jaar - b.jaar >= {{ var('meetafstand_minimum') }} * (b.jaar_tot - b.jaar_van)
),

final as (
    select
        p.jaar_van,
        p.jaar_tot,
        p.groep,
        v.gebiedscode as buurtcode,
        v.indeling,
        p.meetjaar_van,
        p.meetjaar_tot,
        v.is_bewoners,
        v.uit_aandeel,
        {% for einde, bron in [('van', 'v'), ('tot', 't')] -%}
            {{ bron }}.aantal as aantal_{{ einde }},
            {{ bron }}.totaal as totaal_{{ einde }},
            {{ bron }}.marge_cijfer as marge_cijfer_{{ einde }},
            {{ bron }}.marge_totaal as marge_totaal_{{ einde }}{{ ',' if not loop.last }}
        {% endfor %}
    from periode as p
    inner join {{ ref('int_spreiding_telling') }} as v on p.groep = v.groep and p.meetjaar_van = v.jaar
    inner join {{ ref('int_spreiding_telling') }} as t
        on p.groep = t.groep and p.meetjaar_tot = t.jaar and v.gebiedscode = t.gebiedscode and v.indeling = t.indeling
    where v.totaal > 0 and t.totaal > 0
)

select * from final
