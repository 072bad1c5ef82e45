{{ config(tags=['kaart']) }}

-- One verdict for every change (method §5). Registrations are a census, in which only rounding and conversion can err:
-- judged here. Of estimates and of measures of ours the statistics tell how sure a change is.
with registratie as (
    select *, sqrt({{ kwadraat('se_afronding') }} + {{ kwadraat('se_omklap') }}) as se, verschil / nullif(se, 0) as z
    from {{ ref('int_verandering') }}
    -- not `not is_geschat`: of a comparison DuckDB sees that it holds for both ends
    where is_geschat = false
),

met_staart as (
    select *, {{ normale_staart('z') }} as staart from registratie
),

met_kans as (
    select
        *,
        -- where nothing can err a difference is what it is
        if(se = 0, (verschil > 0)::double, if(z > 0, 1 - staart, staart)) as omhoog,
        if(se = 0, (verschil < 0)::double, if(z < 0, 1 - staart, staart)) as omlaag,
        -- not known where the cost of converting is not
        if(se is null, null, greatest(marge, {{ acht_van_tien() }} * se)) as onzeker
    from met_staart
),

-- why an end has no figure; the function of sentences costs a call a row
lege_jaren as (
    select
        jaar as jaar_leeg, is_geheim,
        if(
            is_geheim,
            zin({{ sjabloon('niet_vrij') }}, { jaar: jaar }),
            zin({{ sjabloon('geen_cijfer') }}, { jaar: jaar })
        ) as reden_leeg
    from (
        select distinct unnest([jaar_van, jaar_tot]) as jaar from {{ ref('int_periode') }}
    ) as jaren
    cross join (values (true), (false)) as stand (is_geheim)
),

beoordeeld as (
    select
        niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, waarde_van, waarde_tot, verschil, relatief, marge,
        se, se_afronding, se_omklap,
        verschil - onzeker as laag,
        verschil + onzeker as hoog,
        if(richting = 'lager_is_gunstiger', omhoog, omlaag) as p_ongunstiger,
        if(richting = 'lager_is_gunstiger', omlaag, omhoog) as p_gunstiger,
        0.0::double as delta,
        case
            when reden is not null then 'onvergelijkbaar'
            when verschil is null then 'onbekend'
            else {{ oordeel_registratie('verschil', 'marge', 'se_omklap', 'omhoog', 'omlaag', 'richting') }}
        end as oordeel,
        case
            when reden is not null then reden
            when oordeel = 'onbekend' then reden_leeg
            when oordeel = '{{ grens_verlegd() }}'
                then 'de grens is verlegd: het omrekenen kan dit verschil hebben gemaakt'
        end as reden,
        klein, rang, dekking
    from met_kans
    left join lege_jaren using (jaar_leeg, is_geheim)
),

metingen as (
    select * from {{ ref('int_verandering') }}
    where is_geschat = true
),

geschat as (
    select
        niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, e.waarde_van, e.waarde_tot,
        coalesce(e.verschil, s.verschil) as verschil, e.relatief, e.marge, s.se, s.se_ruis, s.se_afronding, s.se_omklap,
        s.gekrompen, s.sd, s.laag, s.hoog, s.p_ongunstiger, s.p_gunstiger, s.delta,
        coalesce(s.oordeel, if(e.reden is null, 'onbekend', 'onvergelijkbaar')) as oordeel,
        case
            when e.reden is not null and s.oordeel is null then e.reden
            when s.indicator is null
                then 'van deze jaren is op deze indeling niet bepaald hoe zeker een verandering is'
            else s.reden
        end as reden,
        coalesce(e.klein, false) as klein, e.rang, e.dekking
    from metingen as e
    full join {{ ref('int_verandering_model') }} as s
        using (niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot)
),

samen as (
    select * from beoordeeld
    union all by name
    select * from geschat
),

final as (
    select
        niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, waarde_van, waarde_tot, verschil,
        -- of a percentage or a score only the difference itself means something
        case when relatief then verschil / nullif(waarde_van, 0) end as verschil_relatief,
        marge, se, se_ruis, se_afronding, se_omklap, gekrompen, sd, laag, hoog,
        {{ kans_afgerond('p_ongunstiger') }} as p_ongunstiger,
        {{ kans_afgerond('p_gunstiger') }} as p_gunstiger,
        delta, oordeel, reden, klein,
        {{ methode('rang') }} as methode,
        dekking
    from samen
)

select * from final
