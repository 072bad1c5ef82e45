-- What each map can say of each area: level at the end of the period and change over it, or why not. Of areas with too
-- few inhabitants nothing is said.
with gewogen as (
    select
        * replace (
            coalesce(reden_tot, if(mist_tot, {{ geen_bron('jaar_tot') }}, null)) as reden_tot,
            coalesce(reden_van, if(mist_van, {{ geen_bron('jaar_van') }}, null)) as reden_van
        ),
        -- inhabitants are not known on every boundaries: only a known number can be too small
        coalesce({{ bewoond('inwoners') }}, true) as is_bewoond,
        coalesce({{ bewoond('inwoners') }}, true) and coalesce({{ bewoond('inwoners_van') }}, true) as bleef_bewoond,
        case
            when is_afgeschermd then 'geheim'
            when maat = 'kwetsbaarheid' then 'ontbreekt'
            when waarde is null then status_tot
            when waarde_van is null then status_van
        end as status_einden
    from {{ ref('int_maat_gemeten') }}
),

beoordeeld as (
    select
        *,
        {{ kaartstatus('waarde', 'is_bewoond', 'status_tot') }} as status,
        {{ kaartstatus('verschil', 'bleef_bewoond', 'status_einden') }} as status_verschil
    from gewogen
),

final as (
    select
        niveau, gebiedscode, indeling, gemeentecode, jaar_van, jaar_tot, maat, indicator, indicator_verschil,
        meetjaar_van::smallint as meetjaar_van, meetjaar_tot::smallint as meetjaar_tot,
        if(bleef_bewoond, waarde_van, null) as waarde_van,
        if(status = 'waarde', waarde, null) as waarde,
        if(status_verschil = 'waarde', verschil, null) as verschil,
        if(status_verschil = 'waarde', marge, null) as marge,
        inwoners, inwoners_van,
        status,
        {{ kaartreden('status', 'reden_tot', 'coalesce(meetjaar_tot, jaar_tot)') }} as reden,
        status_verschil,
        {{ kaartreden(
            'status_verschil',
            "coalesce(reden_verandering, if(waarde is null, reden_tot, null), if(waarde_van is null, reden_van, null),
                if(meetjaar_van >= meetjaar_tot, zin(" ~ sjabloon('zelfde_meting') ~ ", { jaar: meetjaar_tot }), null))",
            'if(waarde is null, coalesce(meetjaar_tot, jaar_tot), coalesce(meetjaar_van, jaar_van))'
        ) }} as reden_verschil
    from beoordeeld
)

select * from final
