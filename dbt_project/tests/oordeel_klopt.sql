-- Chances are chances, and every verdict but one of rounding or a moved boundary has them; a registration without a
-- moved boundary is never left open, and what is called clear has an interval, which does not hold 0.
select niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, oordeel, p_ongunstiger, p_gunstiger, laag, hoog
from {{ ref('fct_verandering') }}
where
    not (p_ongunstiger between 0 and 1 and p_gunstiger between 0 and 1 and p_ongunstiger + p_gunstiger <= 1.001)
    or (oordeel = '{{ grens_verlegd() }}' and se_omklap = 0)
    or (
        (p_ongunstiger is null or p_gunstiger is null)
        and oordeel not in ('onbekend', 'onvergelijkbaar', 'geen meetbaar verschil', '{{ grens_verlegd() }}')
    )
    or (oordeel like 'duidelijk %' and not coalesce(laag > 0 or hoog < 0, false))
