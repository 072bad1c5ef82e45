-- Which measurement of each measure stands for the ends of each period: that year, else the nearest within the margin.
-- A year that serves a corner of the areas only does not stand in the way of one beside it that serves them all. Of a
-- measure that only such maps show the newest measurement before the end counts, however old.
with oud as (
    select maten[1] as maat from {{ ref('int_kaart') }}
    group by all
    having bool_and(zoekt_terug)
),

metingen as (
    select
        maat, niveau, indeling, jaar,
        count(*) >= {{ var('landelijke_dekking_minimum') }} * max(count(*)) over (
            partition by maat, indicator, niveau, indeling
        ) as is_ruim
    from {{ ref('int_maat_reeks') }}
    where waarde is not null
    group by maat, indicator, niveau, indeling, jaar
),

einden as (
    select
        m.*, p.jaar_van, p.jaar_tot,
        {% for einde in ('van', 'tot') %}
            case
                when
                    abs(m.jaar - p.jaar_{{ einde }}) <= {{ var('meetjaar_marge') }}
                    {%- if einde == 'tot' %}
                        or (m.jaar < p.jaar_tot and m.maat in (select maat from oud))
                    {%- endif %}
                    then {{ nabijheid('m.jaar', 'p.jaar_' ~ einde) }}
            end as bij_{{ einde }}{{ ',' if not loop.last }}
        {% endfor %}
    from metingen as m
    cross join {{ ref('int_kaart_periode') }} as p
),

final as (
    select
        maat, niveau, indeling, jaar_van, jaar_tot,
        coalesce(arg_min(jaar, bij_van) filter (where is_ruim), arg_min(jaar, bij_van)) as meetjaar_van,
        coalesce(arg_min(jaar, bij_tot) filter (where is_ruim), arg_min(jaar, bij_tot)) as meetjaar_tot
    from einden
    group by maat, niveau, indeling, jaar_van, jaar_tot
)

select * from final
