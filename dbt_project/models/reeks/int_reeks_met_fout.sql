{{ config(materialized = 'view') }}

-- Moved figures with what cutting areas adds to their error: nothing where the area is the same or only whole areas
-- came together; empty where that cannot be told.
with final as (
    select
        o.*,
        if(o.methode = 'ongewijzigd' or s.sneden is null, 0, sqrt(s.sneden * f.psi)) as se_omklap
    from {{ ref('int_reeks_omgeklapt') }} as o
    left join {{ ref('int_omklap_snede') }} as s
        on
            o.niveau = s.niveau and o.van_niveau = s.van_niveau and o.gebiedscode = s.gebiedscode
            and o.van_indeling = s.van_indeling
    left join {{ ref('int_omklap_fout') }} as f
        on
            s.niveau = f.niveau and s.van_niveau = f.van_niveau and s.van_indeling = f.van_indeling
            and s.methode = f.methode
            and o.indicator = f.indicator
)

select * from final
