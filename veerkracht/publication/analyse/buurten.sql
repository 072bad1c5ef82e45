create view buurten as
with periode as (
    -- the newest period of the maps; of several with that end the longest
    select jaar_van, jaar_tot from main.dim_periode
    order by jaar_tot desc, jaar_van
    limit 1
),

kaarten as (
    select
        k.gebiedscode, k.indeling, k.jaar_van, k.jaar_tot
        {%- for kaart in kaarten %},
        max(waarde) filter (kaart_id = {{ kaart.kaart_id | tekst }}) as {{ kaart.naam | naam }},
        {%- if not kaart.is_niveau %}
        max(laag) filter (kaart_id = {{ kaart.kaart_id | tekst }}) as {{ (kaart.naam ~ '_laag') | naam }},
        max(hoog) filter (kaart_id = {{ kaart.kaart_id | tekst }}) as {{ (kaart.naam ~ '_hoog') | naam }},
        {%- endif %}
        max(klasse) filter (kaart_id = {{ kaart.kaart_id | tekst }}) as {{ (kaart.naam ~ '_klasse') | naam }},
        max(label) filter (kaart_id = {{ kaart.kaart_id | tekst }}) as {{ (kaart.naam ~ '_oordeel') | naam }},
        max(kans) filter (kaart_id = {{ kaart.kaart_id | tekst }}) as {{ (kaart.naam ~ '_kans') | naam }},
        max(concat_ws(': ', status, reden)) filter (kaart_id = {{ kaart.kaart_id | tekst }} and klasse is null)
            as {{ (kaart.naam ~ '_reden') | naam }}
        {%- endfor %}
    from main.fct_kaart as k
    inner join periode using (jaar_van, jaar_tot)
    where k.niveau = 'buurt'
    group by all
),

regios as (
    select gebiedscode as gemeentecode, indeling, string_agg(regionaam, '; ' order by regionaam) as regios
    from main.brug_regio
    where niveau = 'gemeente'
    group by all
)

select
    b.gebiedscode as buurtcode, b.gebiedsnaam as buurtnaam, b.wijkcode, w.gebiedsnaam as wijknaam,
    b.gemeentecode, b.gemeentenaam, r.regios, b.indeling, b.inwoners, b.oppervlakte_ha,
    k.* exclude (gebiedscode, indeling)
from main.dim_gebied as b
left join main.dim_gebied as w on w.niveau = 'wijk' and w.gebiedscode = b.wijkcode and w.indeling = b.indeling
left join regios as r on r.gemeentecode = b.gemeentecode and r.indeling = b.indeling
left join kaarten as k on k.gebiedscode = b.gebiedscode and k.indeling = b.indeling
where b.niveau = 'buurt' and b.is_doel;

comment on view buurten is 'Eén rij per buurt van de doelindeling, met namen en wat de kaarten over de nieuwste periode zeggen. Niets telt dubbel: elke buurt staat er één keer. Scores van overlast en onveiligheid (onv): hoger is gunstiger.';
comment on column buurten.buurtcode is 'CBS-code van de buurt in de doelindeling.';
comment on column buurten.buurtnaam is 'Naam van de buurt.';
comment on column buurten.wijkcode is 'CBS-code van de wijk waarin de buurt ligt.';
comment on column buurten.wijknaam is 'Naam van die wijk; leeg als die onbekend is.';
comment on column buurten.gemeentecode is 'CBS-code van de gemeente.';
comment on column buurten.gemeentenaam is 'Naam van de gemeente.';
comment on column buurten.regios is 'Regio''s waarin die gemeente ligt, met puntkomma''s ertussen; leeg als zij in geen regio ligt.';
comment on column buurten.indeling is 'Jaar van de wijk- en buurtindeling: overal hetzelfde.';
comment on column buurten.inwoners is 'Inwoners, nieuwste bekende aantal.';
comment on column buurten.oppervlakte_ha is 'Oppervlakte in hectaren.';
comment on column buurten.jaar_van is 'Eerste jaar van de periode van de kaarten; leeg als de buurt op geen kaart staat.';
comment on column buurten.jaar_tot is 'Laatste jaar van die periode; kaarten van een stand tonen dit jaar.';
{%- for kaart in kaarten %}
{%- set titel = 'Kaart ' ~ kaart.kaart_id ~ ', ' ~ kaart.titel %}
comment on column buurten.{{ kaart.naam | naam }} is {{ (titel ~ ': de waarde die is ingekleurd (' ~ kaart.eenheid ~ '; ' ~ kaart.richting ~ ').' ~ ('' if kaart.is_niveau else ' Een verandering over de periode.')) | tekst }};
{%- if not kaart.is_niveau %}
comment on column buurten.{{ (kaart.naam ~ '_laag') | naam }} is {{ (titel ~ ': ondergrens; ' ~ ('in 8 van de 10 gevallen ligt de verandering tussen laag en hoog.' if kaart.is_geschat else 'laag en hoog zijn de grenzen van afronding en omrekenen, leeg waar niet bekend is wat omrekenen kost.')) | tekst }};
comment on column buurten.{{ (kaart.naam ~ '_hoog') | naam }} is {{ (titel ~ ': bovengrens van dat interval.') | tekst }};
{%- endif %}
comment on column buurten.{{ (kaart.naam ~ '_klasse') | naam }} is {{ (titel ~ ': nummer van de klasse in de legenda.') | tekst }};
comment on column buurten.{{ (kaart.naam ~ '_oordeel') | naam }} is {{ (titel ~ ': de klasse in woorden.' ~ ('' if kaart.is_niveau else ' Niet te zeggen betekent niet dat er niets veranderde.')) | tekst }};
comment on column buurten.{{ (kaart.naam ~ '_kans') | naam }} is {{ (titel ~ ': kans (0-1) dat klopt wat de klasse zegt; leeg waar geen kans bekend is.') | tekst }};
comment on column buurten.{{ (kaart.naam ~ '_reden') | naam }} is {{ (titel ~ ': waarom er geen klasse is; leeg als die er is.') | tekst }};
{%- endfor %}
