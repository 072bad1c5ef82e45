-- An area has a class with a value, or a status with a reason; never both, never neither, never what is no number.
-- Every area of a period is on every map.
with tegenspraak as (
    select kaart_id, niveau, gebiedscode, jaar_van, jaar_tot, 'klasse en status' as bezwaar
    from {{ ref('fct_kaart') }}
    where
        (status = 'waarde') != (klasse is not null and waarde is not null and label is not null and kleur is not null)
        or (status = 'waarde') != (reden is null)
        or (
            status != 'waarde'
            and coalesce(waarde, waarde_2, klasse, zekerheid, kans, p_hoogste, laag, hoog) is not null
        )
),

geen_getal as (
    select kaart_id, niveau, gebiedscode, jaar_van, jaar_tot, 'geen getal' as bezwaar
    from {{ ref('fct_kaart') }}
    where not (
        coalesce(isfinite(waarde), true) and coalesce(isfinite(waarde_2), true)
        and coalesce(isfinite(waarde_gemeten), true)
        and coalesce(isfinite(laag) and isfinite(hoog), true)
    )
),

ontbreekt as (
    select k.kaart_id, g.niveau, g.gebiedscode, g.jaar_van, g.jaar_tot, 'ontbreekt' as bezwaar
    from {{ ref('int_kaart_gebied') }} as g
    cross join {{ ref('dim_kaart') }} as k
    anti join {{ ref('fct_kaart') }} as f using (kaart_id, niveau, gebiedscode, indeling, jaar_van, jaar_tot)
),

geteld as (
    select
        p.kaart_id, p.niveau, 'alle' as gebiedscode, p.jaar_van, p.jaar_tot, 'legenda telt anders' as bezwaar
    from {{ ref('dim_periode') }} as p
    left join {{ ref('fct_legenda') }} as l using (kaart_id, niveau, indeling, jaar_van, jaar_tot)
    group by p.kaart_id, p.niveau, p.indeling, p.jaar_van, p.jaar_tot, p.n_getoond, p.n_niet_getoond
    having
        p.n_getoond != sum(l.aantal) filter (where l.klasse is not null)
        or p.n_niet_getoond != coalesce(sum(l.aantal) filter (where l.klasse is null), 0)
),

final as (
    select * from tegenspraak
    union all
    select * from geen_getal
    union all
    select * from ontbreekt
    union all
    select * from geteld
)

select * from final
