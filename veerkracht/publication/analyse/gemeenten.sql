{%- set view = 'gemeenten' -%}
create view gemeenten as
{% include 'delen/totalen.sql' %}
select
    t.gebiedscode as gemeentecode, g.gebiedsnaam as gemeentenaam, g.inwoners as inwoners_gemeente,
    {% include 'delen/totalen_keuze.sql' %}
from alles as t
left join main.dim_gebied as g using (niveau, gebiedscode, indeling)
where t.niveau = 'gemeente';

comment on view gemeenten is 'Totalen per gemeente en periode over haar buurten op de doelindeling: één rij per onderwerp, kaart, groep en maat. Kies één onderwerp en één periode voor u telt. Van onv en veerkracht: hoger is gunstiger.';
comment on column gemeenten.gemeentecode is 'CBS-code van de gemeente.';
comment on column gemeenten.gemeentenaam is 'Naam van de gemeente.';
comment on column gemeenten.inwoners_gemeente is 'Inwoners van de hele gemeente, nieuwste bekende aantal.';
{% include 'delen/totalen_kolommen.sql' %}
