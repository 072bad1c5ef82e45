-- Indicators that sources do not give but that follow from a line of arithmetic; definitions in indicatoren.csv.
{%- set invoer = [
    'a_inw', 'a_15_24', 'a_25_44', 'a_45_64', 'p_15_24', 'p_25_44', 'p_45_64', 'a_soz_wb', 'a_soz_ao',
    'a_woning', 'p_wcorpw', 'a_opl_lg', 'a_opl_md', 'a_opl_hg', 'a_opl_bvm', 'a_opl_hvm', 'a_opl_hw'
] %}

with invoer as (
    select * from {{ ref('int_waarnemingen_gekozen') }}
    where indicator in ({% for i in invoer %}'{{ i }}'{{ ', ' if not loop.last }}{% endfor %})
),

naast_elkaar as (
    select
        jaar,
        niveau,
        gebiedscode,
        indeling,
        {% for i in invoer %}
            max(waarde) filter (where indicator = '{{ i }}') as {{ i }},
            max(marge) filter (where indicator = '{{ i }}') as m_{{ i }},
            max(struct_pack(bron := bron, release := release)) filter (where indicator = '{{ i }}') as r_{{ i }}
            {{- ',' if not loop.last }}
        {% endfor %}
    from invoer
    group by all
),

met_noemers as (
    select
        *,
        coalesce(a_15_24 + a_25_44 + a_45_64, a_inw * (p_15_24 + p_25_44 + p_45_64) / 100) as a_15_64,
        coalesce(m_a_15_24 + m_a_25_44 + m_a_45_64, 1.5 * a_inw / 100) as m_a_15_64,
        coalesce(r_a_15_24, r_p_15_24) as r_a_15_64,
        coalesce(a_opl_lg + a_opl_md + a_opl_hg, a_opl_bvm + a_opl_hvm + a_opl_hw) as a_opl,
        coalesce(r_a_opl_lg, r_a_opl_bvm) as r_a_opl
    from naast_elkaar
),

final as (
    {{ afgeleid('a_15_64', 'r_a_15_64', 'a_15_64', 'm_a_15_64') }}
    union all
    {{ afgeleid('p_soz_wb', 'r_a_soz_wb', '100 * a_soz_wb / nullif(a_15_64, 0)',
        '100 * m_a_soz_wb / nullif(a_15_64, 0)') }}
    union all
    {{ afgeleid('p_soz_wbao', 'r_a_soz_wb', '100 * (a_soz_wb + a_soz_ao) / nullif(a_15_64, 0)',
        '100 * (m_a_soz_wb + m_a_soz_ao) / nullif(a_15_64, 0)') }}
    union all
    {{ afgeleid('a_wcorpw', 'r_p_wcorpw', 'a_woning * p_wcorpw / 100', 'a_woning * m_p_wcorpw / 100') }}
    union all
    {{ afgeleid('a_opl', 'r_a_opl', 'a_opl', 'coalesce(3 * m_a_opl_lg, 3 * m_a_opl_bvm)') }}
    union all
    {{ afgeleid('p_opl_lg', 'r_a_opl_lg', '100 * a_opl_lg / nullif(a_opl, 0)',
        '100 * m_a_opl_lg / nullif(a_opl, 0)') }}
    union all
    {{ afgeleid('p_opl_bvm', 'r_a_opl_bvm', '100 * a_opl_bvm / nullif(a_opl, 0)',
        '100 * m_a_opl_bvm / nullif(a_opl, 0)') }}
)

select * from final
