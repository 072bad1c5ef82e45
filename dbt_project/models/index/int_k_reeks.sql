-- The set of parts of each period as a series, over the years in which all of them were measured: what the noise of a
-- change of the index is estimated from. Sets differ between periods: never set beside each other.
with onderdelen as (
    select *, count(*) over (partition by niveau, indeling, jaar_van, jaar_tot) as nodig
    from {{ ref('int_onderdeel_periode') }}
),

samen as (
    select
        c.niveau, c.gebiedscode, c.indeling, o.jaar_van, o.jaar_tot, c.jaar,
        -- sorted before they are summed: the last digit must not depend on threads
        list_sort(list({ o: o.onderdeel, w: o.gewicht, z: c.z })) as delen
    from onderdelen as o
    inner join {{ ref('int_component') }} as c using (niveau, indeling, indicator)
    group by c.niveau, c.gebiedscode, c.indeling, o.jaar_van, o.jaar_tot, c.jaar
    having count(*) = max(o.nodig)
),

final as (
    select
        * exclude (delen),
        list_sum(list_transform(delen, lambda s: s['w'] * s['z']))
        / list_sum(list_transform(delen, lambda s: s['w'])) as waarde
    from samen
)

select * from final
