with geleverd as (
    select
        *,
        0 as se_omklap,
        case when waarde is not null then 1.0 end as dekking,
        null as reden,
        null as vlag
    from {{ ref('int_reeks_geleverd') }}
),

omgeklapt as (
    select * exclude (van_niveau, van_indeling, soort) from {{ ref('int_reeks_met_fout') }}
),

leeg as (
    select l.*, b.doel_indeling as indeling
    from (
        from {{ ref('int_reeks_leeg') }}
        union all by name
        from {{ ref('int_reeks_rest') }}
    ) as l
    cross join {{ ref('stg_bouw') }} as b
),

samen as (
    select *, waarde as som_bekend from geleverd
    union all by name
    select * from omgeklapt
    union all by name
    select *, waarde as som_bekend from {{ ref('int_reeks_relatief') }}
    union all by name
    select * from leeg
    union all by name
    select * from {{ ref('int_reeks_versie') }}
),

final as (
    select
        s.niveau,
        s.gebiedscode,
        s.indeling::smallint as indeling,
        s.jaar,
        s.indicator,
        s.waarde,
        s.methode,
        s.dekking,
        s.release,
        s.waarde is not null as is_vergelijkbaar,
        s.bron,
        case when i.soort = 'aantal' then s.som_bekend end as som_bekend,
        s.status,
        s.reden::varchar as reden,
        s.vlag::varchar as vlag,
        case when s.waarde is not null then s.marge end as marge,
        case when s.waarde is not null then s.se_afronding end as se_afronding,
        case when s.waarde is not null then s.se_omklap end as se_omklap
    from samen as s
    inner join {{ ref('stg_indicatoren') }} as i using (indicator)
)

select * from final
