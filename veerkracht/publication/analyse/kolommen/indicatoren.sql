-- The indicators of map layers: a column each in reeks_breed.
select
    indicator, label, eenheid,
    case richting
        when 'hoger_is_gunstiger' then 'hoger is gunstiger'
        when 'lager_is_gunstiger' then 'lager is gunstiger'
        else 'hoger is niet gunstiger of ongunstiger'
    end as richting
from main.dim_indicator
where kaart
order by indicator
