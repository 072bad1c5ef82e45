create view reeks_breed as
with breed as (
    select
        niveau, gebiedscode, indeling, jaar
        {%- for i in indicatoren %},
        max(waarde) filter (indicator = {{ i.indicator | tekst }}) as {{ i.indicator | naam }},
        max(waarde - breedte) filter (indicator = {{ i.indicator | tekst }}) as {{ (i.indicator ~ '_laag') | naam }},
        max(waarde + breedte) filter (indicator = {{ i.indicator | tekst }}) as {{ (i.indicator ~ '_hoog') | naam }}
        {%- endfor %}
    from (
        -- half of what holds 8 of 10 cases of the normal distribution, or all that rounding can hide; not known where
        -- the cost of converting is not
        select
            *, sqrt(se_afronding ^ 2 + se_omklap ^ 2) as se, if(se is null, null, greatest(marge, {{ acht_van_tien }} * se)) as breedte
        from main.fct_reeks
        where indicator in ({% for i in indicatoren %}{{ i.indicator | tekst }}, {% endfor %}'')
    )
    group by all
)

select
    r.niveau, r.gebiedscode, g.gebiedsnaam, g.gemeentecode, g.gemeentenaam, r.indeling, r.jaar,
    r.* exclude (niveau, gebiedscode, indeling, jaar)
from breed as r
inner join main.dim_gebied as g using (niveau, gebiedscode, indeling)
where g.is_doel;

comment on view reeks_breed is 'Eén rij per gebied en jaar op de doelindeling, met een kolom per indicator van de kaartlagen. Laag en hoog zijn de grenzen waartussen het cijfer ligt door afronding en omrekenen naar deze grenzen (de laatste in 8 van de 10 gevallen), en leeg waar niet bekend is wat omrekenen kost; meetruis van scores zit er niet in, die staat in mrt_ruis. Kies altijd één niveau: een gemeente bevat haar buurten.';
comment on column reeks_breed.niveau is 'buurt, wijk, gemeente of land, of een eigen niveau.';
comment on column reeks_breed.gebiedscode is 'Code van het gebied in de doelindeling.';
comment on column reeks_breed.gebiedsnaam is 'Naam van het gebied.';
comment on column reeks_breed.gemeentecode is 'Gemeente waarin het ligt; leeg voor het land.';
comment on column reeks_breed.gemeentenaam is 'Naam van die gemeente.';
comment on column reeks_breed.indeling is 'Jaar van de wijk- en buurtindeling: overal hetzelfde.';
comment on column reeks_breed.jaar is 'Jaar waarop de cijfers slaan.';
{%- for i in indicatoren %}
comment on column reeks_breed.{{ i.indicator | naam }} is {{ (i.label ~ ' (' ~ i.eenheid ~ '; ' ~ i.richting ~ '). Leeg als er geen vergelijkbaar cijfer is.') | tekst }};
comment on column reeks_breed.{{ (i.indicator ~ '_laag') | naam }} is {{ (i.label ~ ': ondergrens.') | tekst }};
comment on column reeks_breed.{{ (i.indicator ~ '_hoog') | naam }} is {{ (i.label ~ ': bovengrens.') | tekst }};
{%- endfor %}
