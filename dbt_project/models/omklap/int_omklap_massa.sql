-- What each part of a target area weighs: for counts its weight, for shares and averages weight x denominator of the
-- from-vintage, for scores (and where a denominator is missing) weight x inhabitants. `totaal` is null where the parts
-- cannot all be weighed: then nothing can be said of the target area. `massavariantie` is that of the rounding of what
-- weighs.
with nodig as (
    select distinct b.niveau as van_niveau, b.indeling as van_indeling, b.jaar, {{ weegsleutel('i') }} as sleutel
    from {{ ref('int_bediening') }} as b
    inner join {{ ref('stg_indicatoren') }} as i using (indicator)
    where b.niveau in ({{ niveaus('nest') }})
    union
    select distinct w.niveau, w.indeling, w.jaar, {{ weegsleutel('i') }}
    from {{ ref('int_waarnemingen_afgeleid') }} as w
    inner join {{ ref('stg_indicatoren') }} as i using (indicator)
    where w.niveau in ({{ niveaus('nest') }})
),

noemers as (
    select niveau, indeling, jaar, gebiedscode, indicator, waarde, se_afronding
    from {{ ref('int_reeks_bron') }}
    where niveau in ({{ niveaus('nest') }}) and waarde is not null
        and indicator in (select sleutel from nodig)
),

gewogen as (
    select
        d.niveau, d.van_niveau, d.van_indeling, d.van_code, d.naar_code, n.jaar, n.sleutel, d.gewicht, d.methode,
        d.hoofd,
        d.klein_verlegd, d.heel, d.bedekt, d.som_gewicht,
        d.gewicht * s.waarde as naar_noemer,
        d.gewicht * i.inwoners as naar_inwoners,
        (d.gewicht * s.se_afronding) ^ 2 as v_noemer,
        (d.gewicht * i.se_afronding) ^ 2 as v_inwoners,
        coalesce(i.ander_jaar, false) as ander_jaar,
        -- an area without people or denominator weighs nothing either way
        bool_and(s.waarde is not null or i.inwoners = 0) over doelgebied as noemer_bekend,
        bool_and(i.inwoners is not null) over doelgebied as inwoners_bekend,
        {{ vaste_som('d.gewicht * s.waarde', 'doelgebied') }} as som_noemer,
        {{ vaste_som('d.gewicht * i.inwoners', 'doelgebied') }} as som_inwoners
    from {{ ref('int_omklap_delen') }} as d
    inner join nodig as n using (van_niveau, van_indeling)
    left join noemers as s
        on
            d.van_niveau = s.niveau and d.van_indeling = s.indeling and n.jaar = s.jaar
            and d.van_code = s.gebiedscode and n.sleutel = s.indicator
    left join {{ ref('int_inwoners') }} as i
        on d.van_niveau = i.niveau and d.van_indeling = i.indeling and n.jaar = i.jaar and d.van_code = i.gebiedscode
    window doelgebied as (partition by d.niveau, d.van_niveau, d.van_indeling, d.naar_code, n.jaar, n.sleutel)
),

met_keuze as (
    select *, coalesce(noemer_bekend, false) and som_noemer > 0 as naar_noemer_geldt from gewogen
),

final as (
    select
        niveau, van_niveau, van_indeling, van_code, naar_code, jaar, sleutel, methode, hoofd, klein_verlegd, heel,
        bedekt,
        case
            when sleutel = 'gewicht' then gewicht when naar_noemer_geldt then naar_noemer else naar_inwoners
        end as massa,
        case
            when sleutel = 'gewicht' then som_gewicht
            when naar_noemer_geldt then som_noemer
            when inwoners_bekend then som_inwoners
        end as totaal,
        coalesce(
            case when sleutel = 'gewicht' then 0 when naar_noemer_geldt then v_noemer else v_inwoners end, 0
        ) as massavariantie,
        sleutel not in ('gewicht', 'score') and not naar_noemer_geldt as vervangen,
        sleutel != 'gewicht' and not naar_noemer_geldt and ander_jaar as ander_jaar
    from met_keuze
)

select * from final
