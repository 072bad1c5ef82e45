{{ config(materialized = 'view') }}

-- Moved figures in the shape of fct_reeks, with what must be known about each: why it is empty, what weighed it.
with final as (
    select
        o.niveau,
        o.gebiedscode,
        b.doel_indeling as indeling,
        o.van_niveau,
        o.van_indeling,
        o.jaar,
        o.indicator,
        o.soort,
        o.waarde,
        case
            when o.ongewijzigd then 'ongewijzigd'
            when o.niveau != o.van_niveau then 'uit_buurten'
            when o.heel then 'hele_gebieden'
            when o.methode in ('adressen', 'inwoners') then o.methode
            when o.methode = 'identiek' then if(o.niveau = {{ grondniveau() }}, 'uit_buurten', 'hele_gebieden')
            else 'oppervlakte'
        end as methode,
        o.dekking,
        o.release,
        o.bron,
        o.som_bekend,
        case
            when o.waarde is not null then 'waarde'
            when o.massa = 0 and o.geheim then 'geheim'
            when o.massa = 0 or o.ongewijzigd then 'ontbreekt'
            else 'onvoldoende_dekking'
        end as status,
        case
            when o.waarde is not null or o.ongewijzigd or o.massa = 0 then null
            when o.totaal is null then 'van delen van dit gebied zijn noemer en inwoners onbekend'
            when o.bedekt < {{ var('dekking_minimum') }}
                then 'niet van dit hele gebied zijn grenzen geladen in de indeling van het cijfer'
            else 'te weinig van dit gebied heeft een cijfer'
        end as reden,
        nullif(concat_ws(
            ';',
            case when o.methode = 'oppervlakte' and not (o.ongewijzigd or o.heel) then 'gewogen_naar_oppervlakte' end,
            case when o.soort = 'score' and not o.ongewijzigd then 'score_naar_inwoners' end,
            case when o.vervangen and not o.ongewijzigd then 'noemer_inwoners' end,
            case when o.ander_jaar and not o.ongewijzigd then 'inwoners_ander_jaar' end,
            case when o.klein_verlegd then 'klein_verlegd' end
        ), '') as vlag,
        case when o.soort = 'aantal' and not o.ongewijzigd then o.marge * o.massa else o.marge end as marge,
        o.se_afronding
    from {{ ref('int_waarnemingen_omgeklapt') }} as o
    cross join {{ ref('stg_bouw') }} as b
    anti join {{ ref('int_cel_geleverd') }} as g
        on o.niveau = g.niveau and o.gebiedscode = g.gebiedscode and o.jaar = g.jaar and o.indicator = g.indicator
)

select * from final
