-- On which parts of the index a map of vulnerability stands and when they were measured, in words: for a change the set
-- of its period, for a level the parts measured or predicted in its year.
with per_onderdeel as (
    select
        niveau, indeling, jaar_van, jaar_tot, 'verandering' as maatsoort, onderdeel, meetjaar_van, meetjaar_tot
    from {{ ref('int_onderdeel_periode') }}
    union all
    select
        m.niveau, m.indeling, m.jaar_van, m.jaar_tot, 'niveau' as maatsoort, o.onderdeel,
        null as meetjaar_van, if(o.is_gemeten, m.meetjaar_tot, null) as meetjaar_tot
    from {{ ref('int_maat_jaar') }} as m
    inner join {{ ref('int_onderdeel_jaar') }} as o
        on m.niveau = o.niveau and m.indeling = o.indeling and m.meetjaar_tot = o.jaar
    where m.maat = 'kwetsbaarheid' and o.is_bruikbaar
),

final as (
    select
        niveau, indeling, jaar_van, jaar_tot, maatsoort,
        string_agg(
            zin(
                if(meetjaar_tot is null, {{ sjabloon('onderdeel_voorspeld') }}, {{ sjabloon('onderdeel_gemeten') }}),
                { onderdeel: onderdeel, meetjaar_van: meetjaar_van, meetjaar_tot: meetjaar_tot }
            ),
            ', ' order by onderdeel
        ) as onderdelen
    from per_onderdeel
    group by niveau, indeling, jaar_van, jaar_tot, maatsoort
)

select * from final
