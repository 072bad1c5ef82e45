{{ config(materialized = 'table') }}

-- One row per column that a delivery has: which indicator it is, or why none. v4 and workbooks go by code, checked
-- against title and unit; v3 and StatLine CSV by title and unit, since their keys change; RIVM by topic without suffix.
with gevonden as (
    select
        toegang, bron, release, jaar, kolom, min(titel) as titel, min(eenheid) as eenheid,
        count(*) as rijen
    from ({{ geleverd('waarnemingen') }})
    group by toegang, bron, release, jaar, kolom
),

genoemd as (
    select
        g.toegang,
        g.bron,
        g.release,
        g.jaar,
        g.kolom,
        g.rijen,
        r.layout in ('v3_odata', 'statline_csv') and g.bron = 'cbs_kerncijfers' as op_titel,
        {{ kolomsleutel('g.bron', 'r.layout', 'g.kolom', 'g.titel') }} as sleutel,
        {{ kolomtitel('r.layout', 'g.kolom', 'g.titel') }} as titel,
        {{ kolomeenheid('r.layout', 'g.kolom', 'g.eenheid') }} as eenheid
    from gevonden as g
    inner join {{ ref('stg_releases') }} as r
        -- a source that was open before still lies in the open room
        on g.bron = r.bron and g.release = r.release and g.toegang = r.toegang
),

met_kale_titel as (
    select *, {{ kaal("coalesce(titel, regexp_replace(kolom, '^k_|_[0-9]+$', '', 'g'))") }} as titel_kaal
    from genoemd
),

vergeleken as (
    select
        g.*,
        k.indicator,
        k.factor,
        k.afronding,
        k.afrondingswijze,
        g.bron != 'cbs_kerncijfers' or g.titel is null
        or coalesce(g.titel_kaal = {{ kaal('k.titel') }}, true) as titel_klopt,
        coalesce(g.eenheid = k.eenheid, true) as eenheid_klopt
    from met_kale_titel as g
    left join {{ ref('stg_kolommen') }} as k
        on
            g.bron = k.bron
            and g.jaar between k.jaar_van and k.jaar_tot
            and case when g.op_titel then g.titel_kaal = {{ kaal('k.titel') }} else g.sleutel = k.kolom end
),

final as (
    select
        *,
        nullif(regexp_extract(kolom, '[|]MM([0-9]{2})$', 1), '')::integer as maand,
        case
            when indicator is null then 'niet_in_catalogus'
            when not titel_klopt then 'titel_wijkt_af'
            when not eenheid_klopt then 'eenheid_wijkt_af'
            else 'gekoppeld'
        end as uitkomst
    from vergeleken
    qualify row_number() over (
        partition by bron, release, jaar, kolom order by titel_klopt and eenheid_klopt desc, titel_klopt desc, indicator
    ) = 1
)

select * from final
