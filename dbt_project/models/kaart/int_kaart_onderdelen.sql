-- On which parts of the index a map of vulnerability stands and when they were measured, in words: for a change the set
-- of its period, for a level the parts measured or predicted in its year.
with per_onderdeel as (
    select
        niveau, indeling, jaar_van, jaar_tot, 'verandering' as maatsoort, onderdeel,
        meetjaar_van || '–' || meetjaar_tot as wanneer
    from {{ ref('int_onderdeel_periode') }}
    union all
    select
        m.niveau, m.indeling, m.jaar_van, m.jaar_tot, 'niveau' as maatsoort, o.onderdeel,
        if(o.is_gemeten, m.meetjaar_tot::varchar, 'voorspeld') as wanneer
    from {{ ref('int_maat_jaar') }} as m
    inner join {{ ref('int_onderdeel_jaar') }} as o
        on m.niveau = o.niveau and m.indeling = o.indeling and m.meetjaar_tot = o.jaar
    where m.maat = 'kwetsbaarheid' and o.is_bruikbaar
),

final as (
    select
        niveau, indeling, jaar_van, jaar_tot, maatsoort,
        string_agg(onderdeel || ' (' || wanneer || ')', ', ' order by onderdeel) as onderdelen
    from per_onderdeel
    group by niveau, indeling, jaar_van, jaar_tot, maatsoort
)

select * from final
