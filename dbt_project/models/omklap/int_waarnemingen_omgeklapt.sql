-- Figures moved to areas of the target vintage that are not the same area: of buurten, and of areas of the same level.
-- Counts add up, never scaled;
-- the rest is averaged by what it is a share or average of; classes are not moved. Restricted figures never are.
-- `v_som` is the variance of what rounding does to the sum, of a share with that of what weighs (method §4.2).
with bediend as (
    select distinct bron, jaar, niveau, indicator from {{ ref('int_bediening') }}
    union
    select distinct bron, jaar, niveau, indicator from {{ ref('int_waarnemingen_afgeleid') }}
),

cijfers as (
    select w.*, i.soort, {{ weegsleutel('i') }} as sleutel
    from {{ ref('int_reeks_bron') }} as w
    inner join {{ ref('stg_indicatoren') }} as i using (indicator)
    semi join {{ ref('int_omklap_delen') }} as d
        on w.niveau = d.van_niveau and w.indeling = d.van_indeling and w.gebiedscode = d.van_code
    where i.toegang = 'open'
),

opgeteld as (
    select
        m.niveau, m.van_niveau, m.naar_code as gebiedscode, m.van_indeling, c.jaar, c.indicator, c.soort,
        max(c.bron) as bron,
        max(c.release) as release,
        {{ vaste_som('m.massa * c.waarde') }} as som,
        coalesce({{ vaste_som('if(c.waarde is null, null, m.massa)') }}, 0) as massa,
        {{ vaste_som('if(c.waarde is null, null, (m.massa * c.se_afronding) ^ 2)') }} as v_som,
        {{ vaste_som('if(c.waarde is null, null, m.massavariantie)') }} as v_massa,
        {{ vaste_som('m.massavariantie * c.waarde') }} as v_massa_waarde,
        {{ vaste_som('m.massavariantie * c.waarde ^ 2') }} as v_massa_kwadraat,
        max(m.totaal) as totaal,
        max(m.methode) as methode,
        max(c.waarde) filter (where m.hoofd) as geleverd,
        max(c.se_afronding) filter (where m.hoofd) as se_geleverd,
        -- a class of a larger area stays; its count is added to that of what came into it
        bool_or(m.hoofd and (m.niveau = {{ grondniveau() }} or c.soort = 'index')) as ongewijzigd,
        bool_or(c.status = 'geheim') as geheim,
        max(c.marge) as marge,
        bool_or(m.klein_verlegd) as klein_verlegd,
        bool_and(m.heel) as heel,
        min(m.bedekt) as bedekt,
        bool_or(m.vervangen) as vervangen,
        bool_or(m.ander_jaar) as ander_jaar
    from cijfers as c
    inner join {{ ref('int_omklap_massa') }} as m
        on
            c.niveau = m.van_niveau and c.indeling = m.van_indeling and c.gebiedscode = m.van_code
            and c.jaar = m.jaar and c.sleutel = m.sleutel
    group by all
),

gemiddeld as (
    select *, som / nullif(massa, 0) as gemiddelde from opgeteld
    where soort != 'index' or ongewijzigd
),

final as (
    select
        niveau, van_niveau, gebiedscode, van_indeling, jaar, indicator, soort, bron, release, massa, totaal, methode,
        ongewijzigd, geheim, marge, klein_verlegd, heel, bedekt, vervangen, ander_jaar,
        massa / nullif(totaal, 0) * bedekt as dekking,
        case when soort = 'aantal' and massa > 0 then som end as som_bekend,
        case
            when ongewijzigd then geleverd
            when massa / nullif(totaal, 0) * bedekt < {{ var('dekking_minimum') }} - 1e-9 then null
            when totaal is null then null
            when soort = 'aantal' then som
            else gemiddelde
        end as waarde,
        case
            when ongewijzigd then se_geleverd
            when soort = 'aantal' then sqrt(v_som)
            -- of each part the variance of what weighs times its distance to the mean, squared
            else
                sqrt(v_som + greatest(v_massa_kwadraat - 2 * gemiddelde * v_massa_waarde + gemiddelde ^ 2 * v_massa, 0))
                / nullif(massa, 0)
        end as se_afronding
    from gemiddeld
)

select final.*
from final
-- a level on which the source does not publish this indicator is not made up from buurten
semi join bediend as b
    on final.bron = b.bron and final.jaar = b.jaar and final.niveau = b.niveau and final.indicator = b.indicator
-- Whole areas of its own level tell an area exactly, then buurten where all of it has outlines of them, then pieces of
-- its own level. Of two deliveries that meet on it the one that knows most of it.
qualify row_number() over (
    partition by niveau, gebiedscode, jaar, indicator
    order by
        heel and waarde is not null desc, van_niveau != niveau and bedekt >= {{ var('dekking_minimum') }} desc,
        waarde is not null desc, van_niveau != niveau desc, dekking desc nulls last, bron, van_indeling desc
) = 1
