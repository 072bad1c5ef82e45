{% set tellers = {'a_overlast': 'p_overlast', 'a_misdrijven': 'p_misdrijven'} %}

-- Nuisance and crimes per 1,000 inhabitants, after both stand on the target vintage: the police counts all years on its
-- newest boundaries, inhabitants are published on those of their own year. Method and dekking are those of the
-- inhabitants.
with delen as (
    select
        niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, 1.0 as dekking, release, bron, status, marge,
        se_afronding, 0 as se_omklap
    from {{ ref('int_reeks_geleverd') }}
    where indicator in ('a_inw', '{{ tellers | join("', '") }}')
    union all
    select
        niveau, gebiedscode, indeling, jaar, indicator, waarde, methode, dekking, release, bron, status, marge,
        se_afronding, se_omklap
    from {{ ref('int_reeks_met_fout') }}
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
        case when o.waarde is null then o.status else i.status end as geen,
        1000 * o.waarde * i.marge / nullif(i.waarde, 0) ^ 2 as marge,
        {% for se in ('se_afronding', 'se_omklap') %}
            1000 * sqrt({{ ratiovariantie('o.waarde', 'i.waarde', 'o.' ~ se ~ ' ^ 2', 'i.' ~ se ~ ' ^ 2') }})
                as {{ se }}{{ ',' if not loop.last }}
        {% endfor %}
    from delen as o
    inner join delen as i
        on
            o.niveau = i.niveau and o.gebiedscode = i.gebiedscode and o.indeling = i.indeling and o.jaar = i.jaar
            and i.indicator = 'a_inw'
    where o.indicator in ('{{ tellers | join("', '") }}')
),

final as (
    select
        * exclude (geen, dekking),
        case when waarde is not null then dekking end as dekking,
        -- without inhabitants there is no rate
        case when waarde is not null then 'waarde' when geen = 'waarde' then 'niet_van_toepassing' else geen end
            as status,
        null as reden,
        null as vlag
    from samen
)

select * from final
