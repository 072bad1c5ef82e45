with final as (
    select
        c.niveau, c.gebiedscode, c.indeling, c.jaar, c.onderdeel, c.themagroep, c.indicator, c.gewicht, c.waarde, c.z,
        c.marge
    from {{ ref('int_component') }} as c
    semi join {{ ref('int_onderdeel_jaar') }} as j
        on
            c.niveau = j.niveau and c.indeling = j.indeling and c.jaar = j.jaar and c.onderdeel = j.onderdeel
            and j.is_bruikbaar
)

select * from final
