-- Counts moved between vintages: per year and indicator the known sums of target buurten equal the known figures of
-- the buurten they were made of (those that weights carry over), to 1e-9.
with oud as (
    select w.jaar, w.indicator, w.bron, w.indeling as van_indeling, sum(w.waarde * g.gewicht) as som
    from {{ ref('int_reeks_bron') }} as w
    inner join {{ ref('stg_indicatoren') }} as i
        on w.indicator = i.indicator and i.soort = 'aantal' and i.toegang = 'open'
    inner join {{ ref('int_omklap_delen') }} as g
        on g.niveau = {{ grondniveau() }} and w.niveau = g.van_niveau and w.indeling = g.van_indeling
            and w.gebiedscode = g.van_code
    where w.niveau = {{ grondniveau() }}
    group by all
),

nieuw as (
    select jaar, indicator, bron, van_indeling, sum(som_bekend) as som
    from {{ ref('int_waarnemingen_omgeklapt') }}
    where niveau = {{ grondniveau() }} and soort = 'aantal'
    group by all
),

final as (
    select o.*, n.som as nieuwe_som
    from oud as o
    left join nieuw as n using (jaar, indicator, bron, van_indeling)
    where abs(coalesce(n.som, 0) - coalesce(o.som, 0)) > 1e-9 * greatest(1, abs(o.som))
)

select * from final
