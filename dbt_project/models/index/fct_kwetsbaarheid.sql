with final as (
    select
        niveau, gebiedscode, indeling, soort, jaar_van, jaar_tot, maat, waarde, onderdelen, voorspeld, dekking,
        if(waarde is null, 'leeg', 'waarde') as status,
        reden
    from {{ ref('int_kwetsbaarheid') }}
)

select * from final
