{% set tellers = {'a_overlast': 'p_overlast', 'a_misdrijven': 'p_misdrijven'} %}

-- Nuisance and crimes per 1,000 inhabitants, after both stand on the target vintage: the police counts all years on its
-- newest boundaries, inhabitants are published on those of their own year. Method and dekking are those of the
-- inhabitants. Every count has a rate, or none with the reason of what is not known.
with leeg as (
    select * from {{ ref('int_reeks_leeg') }}
    union all by name
    select * from {{ ref('int_reeks_rest') }}
),

alle as (
    select
        niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, 1.0 as dekking, release, bron, status,
        null::varchar as reden, marge, se_afronding, 0 as se_omklap
    from {{ ref('int_reeks_geleverd') }}
    union all
    select
        niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, dekking, release, bron, status,
        reden, marge, se_afronding, se_omklap
    from {{ ref('int_reeks_met_fout') }}
    union all by name
    select
        l.niveau, l.gebiedscode, b.doel_indeling as indeling, l.jaar, l.indicator, l.release, l.bron, l.status, l.reden
    from leeg as l
    cross join {{ ref('stg_bouw') }} as b
),

delen as (
    select * from alle
    where indicator in ('a_inw', '{{ tellers | join("', '") }}')
),

samen as (
    select
        o.niveau,
        o.gebiedscode,
        o.indeling,
        o.jaar,
        case o.indicator
            {% for teller, indicator in tellers.items() %}
                when '{{ teller }}' then '{{ indicator }}'
            {% endfor %}
        end as indicator,
        o.release,
        o.bron,
        1000 * o.waarde / nullif(i.waarde, 0) as waarde,
        -- of two methods the one that says least directly what was counted
        {{ methode('greatest(' ~ methoderang('o.methode') ~ ', ' ~ methoderang('i.methode') ~ ')') }} as methode,
        least(o.dekking, i.dekking) as dekking,
        case when o.waarde is null then o.status else coalesce(i.status, 'ontbreekt') end as geen,
        case
            when o.waarde is null then o.reden
            when i.status is null then 'van dit gebied en jaar is het aantal inwoners niet geleverd'
            else i.reden
        end as reden,
        1000 * o.waarde * i.marge / nullif(i.waarde, 0) ^ 2 as marge,
        {% for se in ('se_afronding', 'se_omklap') %}
            1000 * sqrt({{ ratiovariantie('o.waarde', 'i.waarde', 'o.' ~ se ~ ' ^ 2', 'i.' ~ se ~ ' ^ 2') }})
                as {{ se }}{{ ',' if not loop.last }}
        {% endfor %}
    from delen as o
    cross join {{ ref('stg_bouw') }} as b
    left join delen as i
        on
            o.niveau = i.niveau and o.gebiedscode = i.gebiedscode and o.indeling = i.indeling and o.jaar = i.jaar
            and i.indicator = 'a_inw'
    -- on boundaries of another vintage there are counts, but no inhabitants
    where
        o.indicator in ('{{ tellers | join("', '") }}')
        and (i.status is not null or o.indeling = b.doel_indeling)
),

final as (
    select
        * exclude (geen, dekking),
        case when waarde is not null then dekking end as dekking,
        -- without inhabitants there is no rate
        case when waarde is not null then 'waarde' when geen = 'waarde' then 'niet_van_toepassing' else geen end
            as status,
        null as vlag
    from samen
)

select * from final
