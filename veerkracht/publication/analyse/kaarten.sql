create view kaarten as
with eerste as (
    -- a level is about its last year only: of periods with the same one it stands here once
    select kaart_id, niveau, indeling, jaar_tot, min(jaar_van) as jaar_van
    from main.dim_periode
    group by all
)

select
    k.kaart_id, d.volgorde, d.titel as kaart, d.is_niveau, k.niveau, k.gebiedscode, g.gebiedsnaam, k.gemeentecode, g.gemeentenaam,
    k.indeling, k.inwoners, if(d.is_niveau, null, k.jaar_van) as jaar_van, k.jaar_tot,
    k.waarde, k.laag, k.hoog, d.eenheid, k.klasse, k.label as oordeel, k.kans, k.p_hoogste as kans_hoogste,
    k.klasse = d.klasse_niet_te_zeggen as is_niet_te_zeggen,
    k.status, k.reden, k.waarde_2, k.waarde_gemeten, k.kleur
from main.fct_kaart as k
inner join main.dim_kaart as d using (kaart_id)
inner join eerste as e using (kaart_id, niveau, indeling, jaar_tot)
inner join main.dim_gebied as g using (niveau, gebiedscode, indeling)
where g.is_doel and (not d.is_niveau or k.jaar_van = e.jaar_van);

comment on view kaarten is 'Eén rij per kaart, gebied en periode op de doelindeling; van een kaart van een stand één rij per jaar. Kies één kaart, één niveau en één periode voor u telt. Scores van overlast en onveiligheid (onv) en van veerkracht: hoger is gunstiger.';
comment on column kaarten.kaart_id is 'Kaart: 1 tot en met 10, of de naam van een eigen kaart.';
comment on column kaarten.volgorde is 'Plaats van de kaart in de reeks kaarten, om op te ordenen.';
comment on column kaarten.kaart is 'Titel van de kaart.';
comment on column kaarten.is_niveau is 'Waar als de kaart een stand toont, onwaar als zij een verandering toont.';
comment on column kaarten.niveau is 'buurt of wijk, of een eigen niveau.';
comment on column kaarten.gebiedscode is 'Code van het gebied in de doelindeling.';
comment on column kaarten.gebiedsnaam is 'Naam van het gebied.';
comment on column kaarten.gemeentecode is 'Gemeente waarin het ligt.';
comment on column kaarten.gemeentenaam is 'Naam van die gemeente.';
comment on column kaarten.indeling is 'Jaar van de wijk- en buurtindeling: overal hetzelfde.';
comment on column kaarten.inwoners is 'Inwoners aan het eind van de periode.';
comment on column kaarten.jaar_van is 'Eerste jaar van de verandering; leeg op een kaart van een stand.';
comment on column kaarten.jaar_tot is 'Laatste jaar van de verandering, of het jaar van de stand.';
comment on column kaarten.waarde is 'De waarde die is ingekleurd; leeg als de status niet waarde is.';
comment on column kaarten.laag is 'Ondergrens: van een schatting ligt de verandering in 8 van de 10 gevallen tussen laag en hoog; van een telling (kaart 2) zijn het de grenzen van afronding en omrekenen, leeg waar niet bekend is wat omrekenen kost. Leeg op kaarten van een stand.';
comment on column kaarten.hoog is 'Bovengrens van dat interval.';
comment on column kaarten.eenheid is 'Eenheid van de waarde.';
comment on column kaarten.klasse is 'Nummer van de klasse in de legenda.';
comment on column kaarten.oordeel is 'De klasse in woorden. Niet te zeggen betekent niet dat er niets veranderde.';
comment on column kaarten.kans is 'Kans (0-1) dat klopt wat de klasse zegt.';
comment on column kaarten.kans_hoogste is 'Kans (0-1) dat het gebied in het deel hoort dat de meeste aandacht vraagt (bij onv de laagste scores); alleen op kaarten van een stand.';
comment on column kaarten.is_niet_te_zeggen is 'Waar als de klasse zegt dat de kant van de verandering niet te zeggen is; leeg op kaarten van een stand en zonder klasse.';
comment on column kaarten.status is 'waarde, of waarom er geen klasse is.';
comment on column kaarten.reden is 'Dat waarom in woorden.';
comment on column kaarten.waarde_2 is 'Tweede waarde van kaarten met twee maten: onv, hoger is gunstiger.';
comment on column kaarten.waarde_gemeten is 'Wat gemeten is, met ruis en al.';
comment on column kaarten.kleur is 'Kleur van de klasse, #rrggbb.';
