"""The queries of a comparison; `toen` is the previous edition, `nu` this one. {oud} and {nieuw} are made by it."""

FIGURES = """
create temp table verschil as
with oud as ({oud}), nieuw as ({nieuw})
select indicator, niveau, gebiedscode, jaar, o.waarde as van, n.waarde as naar,
    o.release as release_van, n.release as release_naar,
    case when o.waarde is null then 'nieuw' when n.waarde is null then 'vervallen' else 'herzien' end as soort
from oud o full join nieuw n using (niveau, gebiedscode, indeling, jaar, indicator)
where (o.waarde is null) <> (n.waarde is null)
    or abs(o.waarde - n.waarde) > {tolerance} * greatest(1, abs(o.waarde), abs(n.waarde))
"""
INDICATORS = """
with deel as (
    select indicator,
        count(*) filter (soort = 'nieuw') as nieuw,
        count(*) filter (soort = 'herzien') as herzien,
        count(*) filter (soort = 'vervallen') as vervallen,
        count(*) filter (soort = 'herzien' and release_van is distinct from release_naar) as andere_release,
        median(abs(naar - van)) filter (soort = 'herzien') as midden,
        max(abs(naar - van)) filter (soort = 'herzien') as grootste,
        string_agg(distinct jaar::varchar, ', ' order by jaar::varchar) filter (soort = 'nieuw') as jaren,
        string_agg(distinct release_naar, ', ' order by release_naar)
            filter (soort = 'herzien' and release_van is distinct from release_naar) as releases
    from verschil group by indicator
), nu_aantal as (select indicator, count(waarde) as aantal from nu.fct_reeks group by indicator)
select d.*, coalesce(i.label, j.label, d.indicator) as label, coalesce(i.eenheid, j.eenheid) as eenheid,
    coalesce(i.decimalen, j.decimalen, 0) as decimalen, coalesce(a.aantal, 0) as aantal
from deel d
left join nu.dim_indicator i on i.indicator = d.indicator
left join toen.dim_indicator j on j.indicator = d.indicator
left join nu_aantal a on a.indicator = d.indicator
order by herzien + vervallen desc, nieuw desc, label
"""
CLASSES = """
with oud as ({oud}), paren as (select unnest($nu) as tot_nu, unnest($nu_van) as van_nu,
    unnest($toen) as tot_toen, unnest($toen_van) as van_toen),
anders as (
    select n.kaart_id, n.niveau, n.gebiedscode, n.indeling, n.jaar_van, n.jaar_tot, p.van_toen, p.tot_toen,
        n.gemeentecode, coalesce(o.label, o.status) as van, coalesce(n.label, n.status) as naar,
        o.klasse as klasse_van, n.klasse as klasse_naar, o.waarde as w_van, n.waarde as w_naar,
        o.waarde_2 as w2_van, n.waarde_2 as w2_naar, n.reden
    from nu.fct_kaart n
    join paren p on p.van_nu = n.jaar_van and p.tot_nu = n.jaar_tot
    join oud o on o.kaart_id = n.kaart_id and o.niveau = n.niveau and o.gebiedscode = n.gebiedscode
        and o.indeling = n.indeling and o.jaar_van = p.van_toen and o.jaar_tot = p.tot_toen
    where coalesce(o.klasse::varchar, o.status) is distinct from coalesce(n.klasse::varchar, n.status)
), gebruikt as (
    select kaart_id, jaar_van, jaar_tot, niveau, indeling, meetjaren,
        concat_ws(' ', meetjaren, onderdelen) as jaren, string_split(indicatoren, '; ') as indicatoren
    from nu.dim_periode
), geraakt as (
    select a.kaart_id, a.niveau, a.gebiedscode, a.jaar_van, a.jaar_tot,
        string_agg(distinct coalesce(i.label, v.indicator), ', ' order by coalesce(i.label, v.indicator)) as cijfers
    from anders a
    join gebruikt g using (kaart_id, jaar_van, jaar_tot, niveau, indeling)
    join verschil v on v.niveau = a.niveau and v.gebiedscode = a.gebiedscode
    left join nu.dim_indicator i on i.indicator = v.indicator
    where contains(g.jaren, v.jaar::varchar) and (list_contains(g.indicatoren, v.indicator)
        or (list_contains(g.indicatoren, '{part}') and i.onderdeel is not null))
    group by all
)
select a.*, k.titel, k.volgorde, coalesce(b.gebiedsnaam, a.gebiedscode) as gebiedsnaam, b.gemeentenaam,
    g.meetjaren as gemeten_nu, h.meetjaren as gemeten_toen, r.cijfers
from anders a
join nu.dim_kaart k on k.kaart_id = a.kaart_id
left join nu.dim_gebied b on b.niveau = a.niveau and b.gebiedscode = a.gebiedscode and b.indeling = a.indeling
left join gebruikt g on g.kaart_id = a.kaart_id and g.niveau = a.niveau and g.indeling = a.indeling
    and g.jaar_van = a.jaar_van and g.jaar_tot = a.jaar_tot
left join toen.dim_periode h on h.kaart_id = a.kaart_id and h.niveau = a.niveau and h.indeling = $doel_toen
    and h.jaar_van = a.van_toen and h.jaar_tot = a.tot_toen
left join geraakt r on r.kaart_id = a.kaart_id and r.niveau = a.niveau and r.gebiedscode = a.gebiedscode
    and r.jaar_van = a.jaar_van and r.jaar_tot = a.jaar_tot
order by a.jaar_tot desc, a.jaar_van, a.niveau, k.volgorde, a.gebiedscode
"""
RELEASES = """
select coalesce(n.brontitel, o.brontitel) as titel, coalesce(n.release, o.release) as release,
    case when o.bron is null then 'nieuw' when n.bron is null then 'vervallen'
        when o.sha256 is distinct from n.sha256 then 'ander bestand onder dezelfde naam'
        when o.gekozen is distinct from n.gekozen then if(n.gekozen, 'nu gebruikt', 'niet meer gebruikt')
        else 'status: ' || coalesce(o.status, '-') || ' werd ' || coalesce(n.status, '-') end as wat
from toen.dim_release o full join nu.dim_release n on n.bron = o.bron and n.release = o.release
where o.bron is null or n.bron is null or o.sha256 is distinct from n.sha256
    or o.gekozen is distinct from n.gekozen or o.status is distinct from n.status
order by titel, release
"""
