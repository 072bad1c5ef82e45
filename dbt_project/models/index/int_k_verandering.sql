-- Change of the index per area and period: the parts of the period's set by weight, each between its own two
-- measurements. An area that lacks one of them is empty.
with onderdelen as (
    select *, gewicht / sum(gewicht) over verzameling as aandeel
    from {{ ref('int_onderdeel_periode') }}
    window verzameling as (
        partition by niveau, indeling, jaar_van, jaar_tot
        order by onderdeel rows between unbounded preceding and unbounded following
    )
),

verzameling as (
    select
        niveau, indeling, jaar_van, jaar_tot,
        string_agg(onderdeel, ', ' order by onderdeel) as onderdelen,
        sum(gewicht order by onderdeel) as dekking,
        min(meetjaar_van) as meetjaar_van,
        max(meetjaar_tot) as meetjaar_tot
    from onderdelen
    group by niveau, indeling, jaar_van, jaar_tot
),

gebieden as (
    select i.niveau, i.gebiedscode, i.indeling, p.jaar_van, p.jaar_tot
    from {{ ref('int_inwoners_jaar') }} as i
    inner join {{ ref('int_kaart_periode') }} as p on i.jaar = p.jaar_tot
    where i.is_doel and i.niveau in ({{ niveaus('nest') }})
),

opgeteld as (
    select
        g.niveau, g.gebiedscode, g.indeling, g.jaar_van, g.jaar_tot,
        sum(o.aandeel * (t.z - v.z) order by o.onderdeel) as waarde,
        sum(o.aandeel * (coalesce(t.marge, 0) + coalesce(v.marge, 0)) / r.sd order by o.onderdeel) as marge,
        list(o.onderdeel order by o.onderdeel) filter (where t.z is null or v.z is null) as ontbreekt
    from gebieden as g
    inner join onderdelen as o using (niveau, indeling, jaar_van, jaar_tot)
    inner join {{ ref('mrt_referentie') }} as r using (niveau, indeling, indicator)
    left join {{ ref('int_component') }} as v
        on
            g.niveau = v.niveau and g.gebiedscode = v.gebiedscode and g.indeling = v.indeling
            and o.indicator = v.indicator and o.meetjaar_van = v.jaar
    left join {{ ref('int_component') }} as t
        on
            g.niveau = t.niveau and g.gebiedscode = t.gebiedscode and g.indeling = t.indeling
            and o.indicator = t.indicator and o.meetjaar_tot = t.jaar
    group by g.niveau, g.gebiedscode, g.indeling, g.jaar_van, g.jaar_tot
),

final as (
    select
        g.niveau, g.gebiedscode, g.indeling, g.jaar_van, g.jaar_tot, c.onderdelen, coalesce(c.dekking, 0) as dekking,
        c.meetjaar_van, c.meetjaar_tot,
        if(s.ontbreekt is null, s.waarde, null) as waarde,
        if(s.ontbreekt is null, s.marge, null) as marge,
        case
            when c.onderdelen is null
                then zin(
                    {{ sjabloon('te_weinig_themas') }},
                    { nodig: {{ var('themas_minimum') }}, jaar_van: g.jaar_van, jaar_tot: g.jaar_tot }
                )
            when s.ontbreekt is not null then zin({{ sjabloon('niet_beide_einden') }}, { onderdelen: s.ontbreekt })
        end as reden
    from gebieden as g
    left join verzameling as c using (niveau, indeling, jaar_van, jaar_tot)
    left join opgeteld as s using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
)

select * from final
