-- Figures of the releases of this build whose column has a meaning, of all sources in one long shape, as value and
-- status. A month has its number in `maand`.
with geleverd as (
    select * from ({{ geleverd('waarnemingen') }})
    where niveau in ({{ niveaus('cijfers') }})
),

koppeling as (
    select
        bron, release, toegang, jaar, kolom, maand, indicator, factor, afronding, afrondingswijze, is_onleesbaar
    from {{ ref('stg_kolomkoppeling') }}
    where uitkomst = 'gekoppeld'
),

gelezen as (
    select
        -- of what both sides have that of the few columns: there it is a number (macro maak_typen)
        k.bron,
        k.release,
        g.jaar,
        g.niveau,
        g.gebiedscode,
        g.indeling,
        k.indicator,
        k.factor,
        {{ marge('k', 'g.niveau') }} * k.factor as marge,
        {{ se_afronding('k', 'g.niveau') }} * abs(k.factor) as se_afronding,
        g.waarde as tekst,
        {{ getal('g.waarde') }} as getal,
        k.kolom,
        k.maand,
        k.is_onleesbaar
    from geleverd as g
    inner join koppeling as k
        on g.bron = k.bron and g.release = k.release and g.toegang = k.toegang and g.jaar = k.jaar and g.kolom = k.kolom
),

met_status as (
    select
        g.*,
        case
            when not {{ is_cijfer('g.getal') }} or g.getal is null then coalesce(z.status, 'onleesbaar')
            when g.is_onleesbaar then 'onleesbaar'
            else 'waarde'
        end as status
    from gelezen as g
    left join {{ ref('geen_cijfer') }} as z on {{ geen_cijfer('g.tekst', 'g.getal') }} = z.tekst
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
        marge,
        se_afronding,
        maand
    from met_status
)

select * from final
