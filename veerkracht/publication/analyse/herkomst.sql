create view herkomst as
select
    bron, brontitel, uitgever, licentie, release, jaar_van, jaar_tot, indeling, status, gepubliceerd,
    try_cast(ontvangen as timestamp) as ontvangen,
    coalesce(aanvaard_door, 'de catalogus') as aanvaard_door,
    aanvaard_reden, gekozen as is_gebruikt, url, bestand, sha256
from main.dim_release;

comment on view herkomst is 'Eén rij per levering waaruit deze editie is gemaakt: welke, van wie, wanneer gepubliceerd en ontvangen, en wie haar aanvaardde.';
comment on column herkomst.bron is 'Bron in de catalogus.';
comment on column herkomst.brontitel is 'Naam van de bron.';
comment on column herkomst.uitgever is 'Wie de cijfers publiceert.';
comment on column herkomst.licentie is 'Onder welke licentie.';
comment on column herkomst.release is 'Naam van de levering.';
comment on column herkomst.jaar_van is 'Eerste jaar waarover zij gaat.';
comment on column herkomst.jaar_tot is 'Laatste jaar waarover zij gaat.';
comment on column herkomst.indeling is 'Jaar van de wijk- en buurtindeling van haar codes.';
comment on column herkomst.status is 'voorlopig of definitief.';
comment on column herkomst.gepubliceerd is 'Dag van publicatie.';
comment on column herkomst.ontvangen is 'Wanneer zij is ontvangen (UTC).';
comment on column herkomst.aanvaard_door is 'Wie de ontvangen bytes aanvaardde; de catalogus als hun sha256 daar al in stond.';
comment on column herkomst.aanvaard_reden is 'Waarom die ze aanvaardde; leeg bij de catalogus.';
comment on column herkomst.is_gebruikt is 'Waar als ten minste één reeks uit deze levering komt.';
comment on column herkomst.url is 'Waar zij vandaan komt.';
comment on column herkomst.bestand is 'Bestandsnaam in het archief.';
comment on column herkomst.sha256 is 'Vingerafdruk van de ontvangen bytes.';
