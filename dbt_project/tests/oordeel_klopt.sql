-- Chances are chances, a registration without a moved boundary is never left open, and of what is called clear the
-- interval does not hold 0.
select niveau, gebiedscode, indeling, indicator, jaar_van, jaar_tot, oordeel, p_ongunstiger, p_gunstiger, laag, hoog
from {{ ref('fct_verandering') }}
where
    not (p_ongunstiger between 0 and 1 and p_gunstiger between 0 and 1 and p_ongunstiger + p_gunstiger <= 1.001)
    or (oordeel = '{{ grens_verlegd() }}' and se_omklap = 0)
    or (oordeel like 'duidelijk %' and laag <= 0 and hoog >= 0)
