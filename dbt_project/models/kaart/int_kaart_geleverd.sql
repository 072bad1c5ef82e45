-- Classes that a publisher itself gives a measure, where it does so for enough of the areas to draw the map with them.
with gevraagd as (
    select kaart_id, maten[1] as maat, geleverde_klasse, len(geleverde_labels) as aantal
    from {{ ref('int_kaart') }}
    where geleverde_klasse is not null
),

geleverd as (
    select niveau, gebiedscode, indeling, jaar as meetjaar_tot, indicator as geleverde_klasse, waarde as klasse
    from {{ ref('fct_reeks') }}
    where indicator in (select geleverde_klasse from gevraagd) and waarde is not null
),

gebieden as (
    select
        g.kaart_id, niveau, gebiedscode, m.indeling, m.jaar_van, m.jaar_tot, m.inwoners,
        case when k.klasse between 1 and g.aantal then k.klasse::smallint end as klasse
    from gevraagd as g
    inner join {{ ref('int_maat') }} as m using (maat)
    left join geleverd as k using (niveau, gebiedscode, indeling, meetjaar_tot, geleverde_klasse)
    where m.status = 'waarde'
),

final as (
    select
        * exclude (inwoners),
        coalesce({{ vaste_som('if(klasse is null, 0, inwoners)', 'kaart') }} / {{ vaste_som('inwoners', 'kaart') }}, 0)
        >= {{ var('landelijke_dekking_minimum') }} as is_genoeg
    from gebieden
    window kaart as (partition by kaart_id, niveau, indeling, jaar_van, jaar_tot)
    qualify is_genoeg
)

select * exclude (is_genoeg) from final
