{{ config(tags=['kaart']) }}

-- One verdict for every change (method §5). Registrations are a census, in which only rounding and conversion can err:
-- judged here. Of estimates and of measures of ours the statistics tell how sure a change is.
with einden as (
    select *, sqrt(se_afronding ^ 2 + se_omklap ^ 2) as se, verschil / nullif(se, 0) as z
    from {{ ref('int_verandering') }}
),

met_staart as (
    select *, {{ normale_staart('z') }} as staart from einden
),

met_kans as (
    select
        *,
        -- where nothing can err a difference is what it is
        if(se = 0, (verschil > 0)::double, if(z > 0, 1 - staart, staart)) as omhoog,
        if(se = 0, (verschil < 0)::double, if(z < 0, 1 - staart, staart)) as omlaag
    from met_staart
),

registratie as (
    select
        *,
        if(richting = 'lager_is_gunstiger', omhoog, omlaag) as p_ongunstiger,
        if(richting = 'lager_is_gunstiger', omlaag, omhoog) as p_gunstiger,
        greatest(marge, {{ acht_van_tien() }} * se) as onzeker,
        case
            when reden is not null then 'onvergelijkbaar'
            when verschil is null then 'onbekend'
            else {{ oordeel_registratie('verschil', 'marge', 'se_omklap', 'omhoog', 'omlaag', 'richting') }}
        end as oordeel
    from met_kans
),

samen as (
    select
        niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot,
        coalesce(e.is_geschat, true) as is_geschat, coalesce(e.klein, false) as klein,
        e.* exclude (niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, is_geschat, klein),
        s as geschat
    from registratie as e
    full join {{ ref('int_verandering_geschat') }} as s
        using (niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot)
),

final as (
    select
        niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, waarde_van, waarde_tot,
        coalesce(verschil, geschat.verschil) as verschil,
        -- of a percentage or a score only the difference itself means something
        case when relatief then verschil / nullif(waarde_van, 0) end as verschil_relatief,
        marge,
        if(is_geschat, geschat.se, se) as se,
        geschat.se_ruis,
        if(is_geschat, geschat.se_afronding, se_afronding) as se_afronding,
        if(is_geschat, geschat.se_omklap, se_omklap) as se_omklap,
        geschat.gekrompen,
        geschat.sd,
        if(is_geschat, geschat.laag, verschil - onzeker) as laag,
        if(is_geschat, geschat.hoog, verschil + onzeker) as hoog,
        round(if(is_geschat, geschat.p_ongunstiger, p_ongunstiger), 3) as p_ongunstiger,
        round(if(is_geschat, geschat.p_gunstiger, p_gunstiger), 3) as p_gunstiger,
        if(is_geschat, geschat.delta, 0) as delta,
        if(is_geschat, coalesce(geschat.oordeel, if(reden is null, 'onbekend', 'onvergelijkbaar')), oordeel) as oordeel,
        case
            when reden is not null and geschat.oordeel is null then reden
            when is_geschat and geschat.indicator is null
                then 'van deze jaren is op deze indeling niet bepaald hoe zeker een verandering is'
            when is_geschat then geschat.reden
            when oordeel = '{{ grens_verlegd() }}'
                then 'de grens is verlegd: het omrekenen kan dit verschil hebben gemaakt'
        end as reden,
        klein,
        {{ methode('rang') }} as methode,
        dekking
    from samen
)

select * from final
