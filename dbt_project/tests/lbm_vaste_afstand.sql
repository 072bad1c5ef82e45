-- lbm - afw is one constant in a release: the national mean of the model.
with afstand as (
    select l.release, l.waarde - a.waarde as verschil
    from {{ ref('fct_waarneming') }} as l
    inner join {{ ref('fct_waarneming') }} as a
        on l.bron = a.bron and l.release = a.release and l.jaar = a.jaar and l.gebiedscode = a.gebiedscode
    where l.bron = 'leefbaarometer' and l.indicator = 'lbm' and a.indicator = 'afw'
),

final as (
    select release, min(verschil) as kleinste, max(verschil) as grootste
    from afstand
    group by release
    having max(verschil) - min(verschil) > 0.002
)

select * from final
