{{ config(tags=['kaart']) }}
with redenen as (
    select
        niveau, gebiedscode, indeling, jaar_van, jaar_tot,
        round(sum(punten order by reden_id, sleutel), 2)::double as punten,
        count(*)::integer as aantal_redenen,
        string_agg(tekst, '; ' order by punten desc, volgorde, reden_id, sleutel) as redenen,
        first(gesprek order by punten desc, volgorde, reden_id, sleutel) as gesprek,
        round(avg(zekerheid order by reden_id, sleutel), 2) as zekerheid
    from {{ ref('int_aandacht_reden') }}
    group by all
),

samen as (
    select
        g.niveau, g.gebiedscode, g.indeling, g.gemeentecode, g.jaar_van, g.jaar_tot, g.inwoners,
        case
            when r.punten > 0 then 'reden'
            when coalesce(b.beoordeeld, 0) > 0 then 'geen reden'
            else 'niet te beoordelen'
        end as status,
        coalesce(r.punten, 0) as punten,
        coalesce(r.aantal_redenen, 0)::integer as aantal_redenen,
        r.redenen, r.gesprek, r.zekerheid, b.niet_beoordeeld
    from {{ ref('int_kaart_gebied') }} as g
    left join redenen as r using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    left join {{ ref('int_aandacht_oordeel') }} as b using (niveau, gebiedscode, indeling, jaar_van, jaar_tot)
    where g.niveau in ({{ niveaus('kaart') }})
),

final as (
    select
        niveau, gebiedscode, indeling, gemeentecode, jaar_van, jaar_tot,
        case when punten > 0 then row_number() over (gemeente rows unbounded preceding) end::integer as rang_gemeente,
        case when punten > 0 then row_number() over (land rows unbounded preceding) end::integer as rang_land,
        punten, redenen, aantal_redenen, zekerheid, gesprek, status, niet_beoordeeld
    from samen
    window
        gemeente as (
            partition by niveau, indeling, jaar_van, jaar_tot, gemeentecode
            order by punten desc, zekerheid desc nulls last, inwoners desc nulls last, gebiedscode
        ),
        land as (
            partition by niveau, indeling, jaar_van, jaar_tot
            order by punten desc, zekerheid desc nulls last, inwoners desc nulls last, gebiedscode
        )
)

select * from final
