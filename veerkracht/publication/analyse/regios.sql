{%- set view = 'regios' -%}
create view regios as
{% include 'delen/totalen.sql' %},

leden as (
    select
        b.regio, b.indeling, min(b.regionaam) as regionaam,
        count(*) as gemeenten, string_agg(g.gebiedsnaam, '; ' order by g.gebiedsnaam) as gemeentenamen
    from main.brug_regio as b
    inner join main.dim_gebied as g using (niveau, gebiedscode, indeling)
    group by all
)

select
    t.niveau, t.gebiedscode as regio, if(t.niveau = 'land', 'Nederland', coalesce(l.regionaam, t.gebiedscode)) as regionaam,
    l.gemeenten, l.gemeentenamen,
    {% include 'delen/totalen_keuze.sql' %}
from alles as t
left join leden as l on t.niveau = 'regio' and l.regio = t.gebiedscode and l.indeling = t.indeling
where t.niveau in ('regio', 'land');

comment on view regios is 'Totalen per regio, en van het land, over de buurten die in deze editie zitten: één rij per onderwerp, kaart, groep en maat. Kies één onderwerp en één periode voor u telt. Van onv en veerkracht: hoger is gunstiger.';
comment on column regios.niveau is 'regio of land.';
comment on column regios.regio is 'Code van de regio (brug_regio), of NL00 voor het land.';
comment on column regios.regionaam is 'Naam van de regio, of Nederland.';
comment on column regios.gemeenten is 'Aantal gemeenten van de regio in deze editie; leeg voor het land.';
comment on column regios.gemeentenamen is 'Namen van die gemeenten, met puntkomma''s ertussen.';
{% include 'delen/totalen_kolommen.sql' %}
