-- What the figures of cut areas jump by when their redraw comes into a series, from the last year before it to the
-- first after it, beyond what figures of areas that were never cut do in the same years (method §4.2): counts relative,
-- all else in its own unit. `overschot` is the square of the jump less ordinary change and rounding.
with omgeklapt as (
    select o.*, s.sneden, s.methode as snijmethode
    from (
        select niveau, van_niveau, gebiedscode, van_indeling, jaar, indicator, soort, waarde, se_afronding
        from {{ ref('int_reeks_omgeklapt') }}
        where waarde is not null and soort != 'index'
    ) as o
    left join {{ ref('int_omklap_snede') }} as s using (niveau, van_niveau, gebiedscode, van_indeling)
),

-- a vintage newer than the target has no redraw behind it
voor as (
    select
        niveau, gebiedscode, indicator, soort, max(jaar) as jaar_van,
        arg_max(waarde, jaar) as waarde_van, arg_max(se_afronding, jaar) as se_van,
        arg_max(sneden, jaar) as sneden, arg_max(snijmethode, jaar) as methode
    from omgeklapt
    where sneden is not null and van_indeling < (select doel_indeling from {{ ref('stg_bouw') }})
    group by niveau, gebiedscode, indicator, soort
),

na as (
    select niveau, gebiedscode, indicator, jaar, waarde, se_afronding from {{ ref('int_omklap_cijfer') }}
    where is_gesneden
    union all
    select niveau, gebiedscode, indicator, jaar, waarde, se_afronding from omgeklapt
    where sneden is null
),

sprong as (
    select
        v.*, min(n.jaar) as jaar_tot, arg_min(n.waarde, n.jaar) as waarde_tot, arg_min(n.se_afronding, n.jaar) as se_tot
    from voor as v
    inner join na as n
        on v.niveau = n.niveau and v.gebiedscode = n.gebiedscode and v.indicator = n.indicator and v.jaar_van < n.jaar
    group by all
),

verandering as (
    select
        p.niveau, p.indicator, p.jaar_van, p.jaar_tot,
        if(p.soort = 'aantal', t.waarde / nullif(v.waarde, 0) - 1, t.waarde - v.waarde) as verandering
    from (select distinct niveau, indicator, soort, jaar_van, jaar_tot from sprong) as p
    inner join {{ ref('int_omklap_cijfer') }} as v
        on p.niveau = v.niveau and p.indicator = v.indicator and p.jaar_van = v.jaar and not v.is_gesneden
    inner join {{ ref('int_omklap_cijfer') }} as t
        on
            v.niveau = t.niveau and v.gebiedscode = t.gebiedscode and v.indicator = t.indicator
            and p.jaar_tot = t.jaar
),

gewoon as (
    select
        niveau, indicator, jaar_van, jaar_tot, median(verandering) as midden, 1.4826 * mad(verandering) as afwijking
    from verandering
    group by niveau, indicator, jaar_van, jaar_tot
    having count(verandering) >= {{ var('conversie_gebieden_minimum') }}
),

final as (
    select
        s.niveau, s.gebiedscode, s.indicator, s.methode, s.sneden, s.jaar_van, s.jaar_tot, s.waarde_van, s.waarde_tot,
        if(
            s.soort = 'aantal',
            (s.waarde_tot - s.waarde_van * (1 + g.midden)) ^ 2 - (g.afwijking * s.waarde_van) ^ 2,
            (s.waarde_tot - s.waarde_van - g.midden) ^ 2 - g.afwijking ^ 2
        ) - s.se_van ^ 2 - s.se_tot ^ 2 as overschot
    from sprong as s
    inner join gewoon as g
        on
            s.niveau = g.niveau and s.indicator = g.indicator and s.jaar_van = g.jaar_van and s.jaar_tot = g.jaar_tot
)

select * from final
