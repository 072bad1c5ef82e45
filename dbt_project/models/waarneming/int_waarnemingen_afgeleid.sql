-- Indicators that sources do not give but that follow from a line of arithmetic; definitions in indicatoren.csv.
-- Source and release are those of the leading figure; the rounding of all figures in the formula is carried over
-- (method §4.2), `v_` is its variance.
{%- set invoer = [
    'a_inw', 'a_15_24', 'a_25_44', 'a_45_64', 'p_15_24', 'p_25_44', 'p_45_64', 'a_soz_wb', 'a_soz_ao',
    'a_woning', 'p_wcorpw', 'a_opl_lg', 'a_opl_md', 'a_opl_hg', 'a_opl_bvm', 'a_opl_hvm', 'a_opl_hw'
] %}

with invoer as (
    select * from {{ ref('int_waarnemingen_gekozen') }}
    where indicator in ('{{ invoer | join("', '") }}')
),

naast_elkaar as (
    select
        jaar,
        niveau,
        gebiedscode,
        indeling,
        {% for i in invoer %}
            max(waarde) filter (where indicator = '{{ i }}') as {{ i }},
            max(se_afronding ^ 2) filter (where indicator = '{{ i }}') as v_{{ i }},
        {% endfor %}
        bool_or(indicator = 'a_15_24') as met_aantallen,
        coalesce(a_15_24 + a_25_44 + a_45_64, a_inw * (p_15_24 + p_25_44 + p_45_64) / 100) as a_15_64,
        coalesce(a_opl_lg + a_opl_md + a_opl_hg, a_opl_bvm + a_opl_hvm + a_opl_hw) as a_opl,
        if(
            a_15_24 + a_25_44 + a_45_64 is not null,
            v_a_15_24 + v_a_25_44 + v_a_45_64,
            (a_inw ^ 2 * (v_p_15_24 + v_p_25_44 + v_p_45_64) + (p_15_24 + p_25_44 + p_45_64) ^ 2 * v_a_inw) / 1e4
        ) as v_a_15_64,
        if(
            a_opl_lg + a_opl_md + a_opl_hg is not null,
            v_a_opl_lg + v_a_opl_md + v_a_opl_hg,
            v_a_opl_bvm + v_a_opl_hvm + v_a_opl_hw
        ) as v_a_opl
    from invoer
    group by all
),

per_gemeente as (
    -- counts of one source go before percentages of another, also where those stand on another vintage
    select
        * exclude (met_aantallen),
        bool_or(met_aantallen) over (
            partition by jaar, niveau, {{ gemeentesleutel('niveau', 'gebiedscode') }}
        ) as met_aantallen
    from naast_elkaar
),

leidend as (
    select i.bron, i.release, i.indicator as leider, i.marge, n.*
    from per_gemeente as n
    inner join invoer as i using (jaar, niveau, gebiedscode, indeling)
    where i.indicator in ('a_15_24', 'p_15_24', 'a_soz_wb', 'p_wcorpw', 'a_opl_lg', 'a_opl_bvm')
        and not (i.indicator = 'p_15_24' and n.met_aantallen)
),

final as (
    {{ afgeleid('a_15_64', ['a_15_24'], 'a_15_64', '3 * marge', 'v_a_15_64') }}
    union all
    {{ afgeleid('a_15_64', ['p_15_24'], 'a_15_64', '3 * marge * a_inw / 100', 'v_a_15_64') }}
    union all
    {{ afgeleid('p_soz_wb', ['a_soz_wb'], '100 * a_soz_wb / nullif(a_15_64, 0)', '100 * marge / nullif(a_15_64, 0)',
        '1e4 * ' ~ ratiovariantie('a_soz_wb', 'a_15_64', 'v_a_soz_wb', 'v_a_15_64')) }}
    union all
    {{ afgeleid('p_soz_wbao', ['a_soz_wb'], '100 * (a_soz_wb + a_soz_ao) / nullif(a_15_64, 0)',
        '200 * marge / nullif(a_15_64, 0)',
        '1e4 * ' ~ ratiovariantie('a_soz_wb + a_soz_ao', 'a_15_64', 'v_a_soz_wb + v_a_soz_ao', 'v_a_15_64')) }}
    union all
    {{ afgeleid('a_wcorpw', ['p_wcorpw'], 'a_woning * p_wcorpw / 100', 'a_woning * marge / 100',
        '(a_woning ^ 2 * v_p_wcorpw + p_wcorpw ^ 2 * v_a_woning) / 1e4') }}
    union all
    {{ afgeleid('a_opl', ['a_opl_lg', 'a_opl_bvm'], 'a_opl', '3 * marge', 'v_a_opl') }}
    union all
    {{ afgeleid('p_opl_lg', ['a_opl_lg'], '100 * a_opl_lg / nullif(a_opl, 0)', '100 * marge / nullif(a_opl, 0)',
        '1e4 * ' ~ ratiovariantie('a_opl_lg', 'a_opl', 'v_a_opl_lg', 'v_a_opl')) }}
    union all
    {{ afgeleid('p_opl_bvm', ['a_opl_bvm'], '100 * a_opl_bvm / nullif(a_opl, 0)', '100 * marge / nullif(a_opl, 0)',
        '1e4 * ' ~ ratiovariantie('a_opl_bvm', 'a_opl', 'v_a_opl_bvm', 'v_a_opl')) }}
)

select * from final
