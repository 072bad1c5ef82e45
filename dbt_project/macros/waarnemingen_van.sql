{# Body of each stg_<bron>: figures of the releases of this build whose column has a meaning, as value and status. #}
{% macro waarnemingen_van(bron) %}
with geleverd as (
    select * from {{ source('raw', bron) }}
    where niveau in ({{ niveaus('cijfers') }})
),

koppeling as (
    select bron, release, jaar, kolom, indicator, factor, afronding, afrondingswijze
    from {{ ref('stg_kolomkoppeling') }}
    where tabel = '{{ bron }}' and uitkomst = 'gekoppeld'
),

gelezen as (
    select
        g.bron,
        g.release,
        g.jaar,
        g.niveau,
        g.gebiedscode,
        g.indeling,
        k.indicator,
        k.factor,
        {{ marge('k', 'g.niveau') }} * k.factor as marge,
        g.waarde as tekst,
        {{ getal('g.waarde') }} as getal,
        g.kolom
    from geleverd as g
    inner join koppeling as k
        on g.bron = k.bron and g.release = k.release and g.jaar = k.jaar and g.kolom = k.kolom
),

met_status as (
    select *, {{ status('tekst', 'getal') }} as status from gelezen
),

final as (
    select
        bron,
        release,
        jaar,
        niveau,
        gebiedscode,
        indeling,
        indicator,
        case when status = 'waarde' then getal * factor end as waarde,
        status,
        kolom,
        marge
    from met_status
)

select * from final
{% endmacro %}

{# Largest rounding error of a figure: base - 1 where counts are rounded at random, half the base otherwise. #}
{% macro marge(kolom, niveau) %}
    case
        when {{ kolom }}.afrondingswijze = 'aselect_alle' then {{ kolom }}.afronding - 1
        when {{ kolom }}.afrondingswijze = 'aselect' and {{ niveau }} not in ('gemeente', 'land') then {{ kolom }}.afronding - 1
        when {{ kolom }}.afrondingswijze = 'rekenkundig' then {{ kolom }}.afronding / 2
        else 0
    end::double
{%- endmacro %}
