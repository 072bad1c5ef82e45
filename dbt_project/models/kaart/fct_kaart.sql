{{ config(tags=['kaart']) }}
{%- set gebied = 'niveau, gebiedscode, indeling, jaar_van, jaar_tot' %}
with onderdelen as (
    -- a level has no first year
    select
        niveau, gebiedscode, indeling, soort as maatsoort, onderdelen,
        coalesce(jaar_van, 0) as eerste, jaar_tot as laatste
    from {{ ref('fct_kwetsbaarheid') }}
    where waarde is not null
),

waarden as (
    select
        *,
        starts_with(maat, 'kwetsbaarheid') as heeft_onderdelen,
        case when not heeft_onderdelen then null when is_niveau then 0 else jaar_van end as eerste,
        if(is_niveau, meetjaar_tot, jaar_tot) as laatste
    from {{ ref('int_kaart_waarde') }}
),

samen as (
    select
        w.* exclude (kans),
        k.klasse, k.bezwaar, o.onderdelen, z.zekerheid, g.labels, g.kleuren, s.p_hoogste,
        if(w.is_niveau, s.p_klasse, w.kans) as kans,
        if(k.bezwaar is null, w.status, 'te weinig verschil') as status_kaart
    from waarden as w
    left join {{ ref('int_kaart_klasse') }} as k using (kaart_id, {{ gebied }})
    left join {{ ref('int_kaart_grens') }} as g using (kaart_id, niveau, indeling, jaar_van, jaar_tot)
    left join {{ source('statistiek', 'zekerheid') }} as z using (kaart_id, {{ gebied }})
    left join {{ source('statistiek', 'stand') }} as s using (kaart_id, {{ gebied }})
    left join onderdelen as o using (niveau, gebiedscode, indeling, maatsoort, eerste, laatste)
),

final as (
    select
        kaart_id, {{ gebied }},
        case when status_kaart = 'waarde' then x end as waarde,
        case when status_kaart = 'waarde' then klasse end as klasse,
        case when status_kaart = 'waarde' then labels[klasse] end as label,
        case when status_kaart = 'waarde' then kleuren[klasse] end as kleur,
        status_kaart as status,
        case when status_kaart = 'waarde' then laag end as laag,
        case when status_kaart = 'waarde' then hoog end as hoog,
        case when status_kaart = 'waarde' then kans end as kans,
        case when status_kaart = 'waarde' then p_hoogste end as p_hoogste,
        case when status_kaart = 'waarde' then zekerheid end as zekerheid,
        if(bezwaar is null, reden, bezwaar) as reden,
        case when status_kaart = 'waarde' then x_2 end as waarde_2,
        waarde_gemeten,
        maat,
        onderdelen,
        inwoners,
        gemeentecode
    from samen
)

select * from final
