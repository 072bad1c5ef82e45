-- The measures of maps as series: indicators as they are, vulnerability as level of the share or the index.
with final as (
    select r.indicator as maat, r.indicator, r.niveau, r.gebiedscode, r.indeling, r.jaar, r.waarde, r.status, r.reden,
        r.marge
    from {{ ref('int_kaart_reeks') }} as r
    semi join {{ ref('int_kaart_maat') }} as m on r.indicator = m.maat
    where r.niveau in ({{ niveaus('kaart') }})
    union all
    select
        'kwetsbaarheid' as maat, maat as indicator, niveau, gebiedscode, indeling, jaar_tot as jaar, waarde,
        case when waarde is not null then 'waarde' when is_afgeschermd then 'geheim' else 'ontbreekt' end as status,
        reden, marge
    from {{ ref('int_kwetsbaarheid') }}
    where soort = 'niveau' and niveau in ({{ niveaus('kaart') }})
)

select * from final
