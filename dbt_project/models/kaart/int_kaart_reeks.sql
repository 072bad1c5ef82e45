-- The few series that maps and the kwetsbaarheidsindex stand on, taken out of the tens of millions of fct_reeks once.
-- Parts of the index meet on the target vintage only; a measure of a map also counts on its own boundaries.
with nodig as (
    select indicator, true as op_doel from {{ ref('int_onderdeel') }}
    union all
    select maat as indicator, false as op_doel from {{ ref('int_kaart_maat') }}
    union all
    select 'a_inw' as indicator, true as op_doel
    {% if target.name == 'leden' %}
        union all
        select unnest({{ var("kwetsbaarheid_beperkt") | list }}) as indicator, true as op_doel
    {% endif %}
),

indicatoren as (
    select indicator, bool_and(op_doel) as op_doel from nodig
    group by indicator
),

final as (
    select
        -- few rows: from here on words are text
        r.niveau::varchar as niveau,
        r.gebiedscode::varchar as gebiedscode,
        r.indeling,
        r.jaar,
        r.indicator::varchar as indicator,
        r.waarde,
        r.status::varchar as status,
        r.reden,
        r.marge
    from {{ ref('fct_reeks') }} as r
    inner join indicatoren as i using (indicator)
    cross join {{ ref('stg_bouw') }} as b
    where r.indeling = b.doel_indeling or not i.op_doel
)

select * from final
