{{ config(materialized = 'table') }}

-- depends_on: {{ ref('int_woord') }}
-- One row per column that a delivery has: which indicator it is, or why none. v4 and workbooks go by code, checked
-- against title and unit; v3 and StatLine CSV by title and unit, since their keys change; RIVM by topic without suffix.
-- A column of which more cells than the catalogue allows are neither figure nor reason is `onleesbaar` as a whole: who
-- can tell what its other cells mean?
with cellen as (
    select
        w.toegang, w.bron, w.release, w.jaar, w.kolom, w.titel, w.eenheid, w.waarde,
        {{ geen_cijfer('w.waarde', getal('w.waarde')) }} as tekst
    from ({{ geleverd('waarnemingen') }}) as w
),

gevonden as (
    select
        c.toegang, c.bron, c.release, c.jaar, c.kolom, min(c.titel) as titel, min(c.eenheid) as eenheid,
        count(*) as rijen,
        count(*) filter (where c.tekst is null) as cijfers,
        count(c.tekst) filter (where z.tekst is null) as onleesbaar,
        min(c.waarde) filter (where c.tekst is not null and z.tekst is null) as voorbeeld
    from cellen as c
    left join {{ ref('geen_cijfer') }} as z on c.tekst = z.tekst
    group by c.toegang, c.bron, c.release, c.jaar, c.kolom
),

genoemd as (
    select
        g.toegang,
        g.bron,
        g.release,
        g.jaar,
        g.kolom,
        g.rijen,
        g.onleesbaar,
        g.voorbeeld,
        g.onleesbaar > r.onleesbaar * (g.cijfers + g.onleesbaar) as is_onleesbaar,
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
