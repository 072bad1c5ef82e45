-- Restricted figures as cells, and what anyone can compute from them. Placeholders {…} are filled in by cells.py.
create or replace temp view lang as {figures};

-- One row a cell: a missing part that the other two give away is filled in; `alle` without noemer uses inhabitants.
create or replace temp table cel as
with breed as (
    select tabel, niveau, gebiedscode, indeling, jaar, release,
        regexp_extract(indicator, {named}, 1) as kenmerk,
        case when regexp_extract(indicator, {named}, 2) in ('_hc', '_huurders_corporatie') then 'huurders_corporatie'
            else 'alle' end as populatie,
        max(waarde) filter (indicator like '%\_teller' escape '\') as teller,
        max(waarde) filter (indicator like '%\_noemer' escape '\') as noemer,
        max(waarde) filter (indicator like '%\_aandeel' escape '\') as aandeel,
        min(waarde) filter (indicator like '%\_aandeel' escape '\') as _aandeel_min
    from lang
    where waarde is not null
    group by all
),
mensen as (select niveau, gebiedscode, indeling, any_value(inwoners) as inwoners from dim_gebied group by all),
met_noemer as (
    select b.* exclude (_aandeel_min),
        coalesce(
            b.noemer,
            case when b.teller > 0 and b.aandeel > 0 then round(100 * b.teller / b.aandeel) end,
            case when b.populatie = 'alle' and b.aandeel is not null then m.inwoners end
        ) as n
    from breed b left join mensen m using (niveau, gebiedscode, indeling)
)
select tabel, niveau, gebiedscode, indeling, jaar, release, kenmerk, populatie,
    coalesce(teller, case when aandeel is not null then round(aandeel / 100 * n) end) as t, n
from met_noemer;

-- The people in `alle` who are not tenants of a corporation: a cell that a subtraction gives.
insert into cel
select a.tabel, a.niveau, a.gebiedscode, a.indeling, a.jaar, a.release, a.kenmerk, 'verschil', a.t - h.t, a.n - h.n
from cel a join cel h on (a.tabel, a.niveau, a.gebiedscode, a.indeling, a.jaar, a.kenmerk)
        = (h.tabel, h.niveau, h.gebiedscode, h.indeling, h.jaar, h.kenmerk)
    and a.release is not distinct from h.release
where a.populatie = 'alle' and h.populatie = 'huurders_corporatie';

-- Each area with the larger areas it lies in.
create or replace temp table ouder as
select niveau, gebiedscode, indeling, ouderniveau as ouder_niveau, oudercode as ouder_code from dim_ouder;

-- Counts rounded to 5 or more do not add up: a rest without any withheld part is rounding then, not people.
create or replace temp table afgerond as
select tabel, kenmerk, bool_and(coalesce(t % 5, 0) = 0 and coalesce(n % 5, 0) = 0) as is_afgerond
from cel where populatie <> 'verschil' group by all;

-- What is left of the larger area after taking away its published parts.
create or replace temp table rest as
with deel as (
    select o.ouder_niveau, o.ouder_code, c.tabel, o.niveau, o.indeling, c.jaar, c.release, c.kenmerk, c.populatie,
        sum(c.t) as t, sum(c.n) as n, sum(c.n - c.t) as over, count(c.t) as met_t, count(c.n) as met_n
    from cel c join ouder o using (niveau, gebiedscode, indeling)
    group by all
),
delen as (select ouder_niveau, ouder_code, niveau, indeling, count(*) as delen from ouder group by all)
select p.tabel, p.niveau, p.gebiedscode, p.indeling, p.jaar, p.kenmerk, p.populatie, d.niveau as deel_niveau,
    p.t - d.t as rest_t, p.n - d.n as rest_n, (p.n - p.t) - d.over as rest_over,
    least(d.met_t, d.met_n) < k.delen as onvolledig, a.is_afgerond
from cel p
join deel d on d.ouder_niveau = p.niveau and d.ouder_code = p.gebiedscode and d.tabel = p.tabel and d.jaar = p.jaar
    and d.indeling = p.indeling and d.kenmerk = p.kenmerk and d.populatie = p.populatie
    and d.release is not distinct from p.release
join delen k on k.ouder_niveau = p.niveau and k.ouder_code = p.gebiedscode and k.niveau = d.niveau
    and k.indeling = p.indeling
join afgerond a on a.tabel = p.tabel and a.kenmerk = p.kenmerk;
