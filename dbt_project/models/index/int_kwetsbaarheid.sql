-- Level and change of vulnerability with what maps must know of it: the delivered share where there is one (target
-- leden), for that level and period as a whole; else the index.
with samen as (
    select
        niveau, gebiedscode, indeling, 'niveau' as soort, null::smallint as jaar_van, jaar as jaar_tot,
        'index' as maat, waarde, onderdelen, voorspeld, dekking, reden, jaar as meetjaar_tot
    from {{ ref('int_k_niveau') }}
    union all by name
    select
        niveau, gebiedscode, indeling, 'verandering' as soort, jaar_van, jaar_tot,
        'index' as maat, waarde, onderdelen, dekking, marge, reden, meetjaar_van, meetjaar_tot
    from {{ ref('int_k_verandering') }}
),

vervangen as (
    select distinct niveau, indeling, soort, jaar_van, jaar_tot from {{ ref('int_k_beperkt') }}
),

final as (
    select i.*, null::double as waarde_van, false as is_afgeschermd
    from samen as i
    anti join vervangen as v
        on
            i.niveau = v.niveau and i.indeling = v.indeling and i.soort = v.soort and i.jaar_tot = v.jaar_tot
            and i.jaar_van is not distinct from v.jaar_van
    union all by name
    select
        *,
        case
            when waarde is null and is_afgeschermd then 'het geleverde aandeel is voor dit gebied afgeschermd'
            when waarde is null then 'voor dit gebied is geen aandeel geleverd'
        end as reden
    from {{ ref('int_k_beperkt') }}
)

select * from final
