create view veranderingen as
with maten as (
    -- of what is no indicator the maps know the unit: a delivered share in the place of the index brings its own
    select if(soort = 'verandering', maat, soort) as indicator, min(eenheid) as eenheid
    from main.dim_kaart
    where not is_niveau and soort != 'samenloop'
    group by all
)

select
    v.niveau, v.gebiedscode, g.gebiedsnaam, g.gemeentecode, g.gemeentenaam, v.indeling, g.inwoners,
    v.indicator,
    coalesce(
        i.label,
        case v.indicator
            when 'kwetsbaarheid' then 'Kwetsbare bewoners'
            when 'veerkracht' then 'Veerkracht, landelijk'
            when 'veerkracht_relatief' then 'Veerkracht, tegenover de rest van de gemeente'
        end
    ) as indicatornaam,
    coalesce(i.eenheid, m.eenheid) as eenheid,
    case coalesce(i.richting, if(v.indicator = 'kwetsbaarheid', 'lager_is_gunstiger', 'hoger_is_gunstiger'))
        when 'hoger_is_gunstiger' then 'hoger is gunstiger'
        when 'lager_is_gunstiger' then 'lager is gunstiger'
        else 'neutraal'
    end as richting,
    v.jaar_van, v.jaar_tot, v.waarde_van, v.waarde_tot, v.verschil,
    -- what a registration measured is what it was; of an estimate without a verdict it is mostly noise
    if(v.delta = 0, v.verschil, v.gekrompen) as schatting, v.laag, v.hoog,
    v.p_ongunstiger as kans_ongunstiger, v.p_gunstiger as kans_gunstiger, v.delta as drempel,
    v.oordeel, v.reden, v.klein as is_klein, v.methode, v.dekking
from main.fct_verandering as v
inner join main.dim_gebied as g using (niveau, gebiedscode, indeling)
left join main.dim_indicator as i using (indicator)
left join maten as m using (indicator)
where g.is_doel;

comment on view veranderingen is 'Eén rij per gebied, indicator en periode op de doelindeling: hoe groot de verandering is, hoe zeker, en wat ervan gezegd mag worden. Kies één niveau en één periode voor u telt. Scores van overlast en onveiligheid (onv) en van veerkracht: hoger is gunstiger, een positieve verandering is dus een verbetering.';
comment on column veranderingen.niveau is 'buurt, wijk, gemeente of land, of een eigen niveau.';
comment on column veranderingen.gebiedscode is 'Code van het gebied in de doelindeling.';
comment on column veranderingen.gebiedsnaam is 'Naam van het gebied.';
comment on column veranderingen.gemeentecode is 'Gemeente waarin het ligt; leeg voor het land.';
comment on column veranderingen.gemeentenaam is 'Naam van die gemeente.';
comment on column veranderingen.indeling is 'Jaar van de wijk- en buurtindeling: overal hetzelfde.';
comment on column veranderingen.inwoners is 'Inwoners van het gebied, nieuwste bekende aantal.';
comment on column veranderingen.indicator is 'Code van de indicator (dim_indicator), of kwetsbaarheid, veerkracht of veerkracht_relatief.';
comment on column veranderingen.indicatornaam is 'Naam van de indicator of maat.';
comment on column veranderingen.eenheid is 'Eenheid van de waarden; een verschil van percentages is in procentpunten.';
comment on column veranderingen.richting is 'hoger is gunstiger, lager is gunstiger, of neutraal. Van onv en veerkracht: hoger is gunstiger.';
comment on column veranderingen.jaar_van is 'Beginjaar.';
comment on column veranderingen.jaar_tot is 'Eindjaar.';
comment on column veranderingen.waarde_van is 'Waarde in het beginjaar; leeg bij onze eigen maten.';
comment on column veranderingen.waarde_tot is 'Waarde in het eindjaar.';
comment on column veranderingen.verschil is 'Gemeten verandering: waarde_tot min waarde_van.';
comment on column veranderingen.schatting is 'Onze schatting van de werkelijke verandering: van scores, schattingen en eigen maten zonder het deel dat ruis is (leeg waar dat niet te bepalen is), van registraties het gemeten verschil.';
comment on column veranderingen.laag is 'Ondergrens: van een geschatte verandering ligt de werkelijke in 8 van de 10 gevallen tussen laag en hoog; van een registratie zijn het de grenzen van afronding en omrekenen, leeg waar niet bekend is wat omrekenen kost.';
comment on column veranderingen.hoog is 'Bovengrens van dat interval.';
comment on column veranderingen.kans_ongunstiger is 'Kans (0-1) op een verandering groter dan de drempel naar de ongunstige kant; bij een neutrale indicator naar beneden.';
comment on column veranderingen.kans_gunstiger is 'Kans (0-1) op een verandering groter dan de drempel naar de gunstige kant; bij een neutrale indicator naar boven.';
comment on column veranderingen.drempel is 'Vanaf welke grootte een verandering meetelt; 0 bij registraties.';
comment on column veranderingen.oordeel is 'Wat van de verandering gezegd mag worden; niet te zeggen betekent niet dat er niets veranderde. Alle woorden staan bij fct_verandering.oordeel.';
comment on column veranderingen.reden is 'Waarom er geen oordeel is of waarom het niet te zeggen is.';
comment on column veranderingen.is_klein is 'Waar als enkele mensen of woningen het verschil maken.';
comment on column veranderingen.methode is 'Hoe de cijfers op deze indeling komen; de minst directe van beide jaren.';
comment on column veranderingen.dekking is 'Deel (0-1) van het gebied waarvan een cijfer bekend is; de kleinste van beide jaren.';
