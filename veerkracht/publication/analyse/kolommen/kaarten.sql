-- The maps: a few columns each in buurten, named after what they show. A map of the user's own may share its measure with
-- one of ours; then its id tells them apart.
with kort as (
    select
        k.*,
        case soort when 'niveau' then maat when 'verandering' then maat || '_verandering' else soort end as kort,
        case
            when starts_with(soort, 'veerkracht') then 'hoger is gunstiger'
            when starts_with(maat, 'kwetsbaarheid') then 'hoger is kwetsbaarder'
            when i.richting = 'hoger_is_gunstiger' then 'hoger is gunstiger'
            when i.richting = 'lager_is_gunstiger' then 'lager is gunstiger'
            else 'hoger is niet gunstiger of ongunstiger'
        end as richting
    from main.dim_kaart as k
    left join (select indicator, richting from main.dim_indicator) as i on k.maat = i.indicator
)

select
    kaart_id, titel, eenheid, richting, is_niveau, klassen = 'kans' as is_geschat,
    kort || if(row_number() over (partition by kort order by volgorde) > 1, '_kaart_' || kaart_id, '') as naam
from kort
order by volgorde
