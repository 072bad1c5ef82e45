-- Figures that cannot reach (all of) the target vintage, and why: restricted, without outlines, of a kind that is not
-- moved, or of a level whose areas changed while there are no buurten to make them of.
with doel as (
    select doel_indeling from {{ ref('stg_bouw') }}
),

met_gewichten as (
    select distinct van_indeling from {{ source('gebieden', 'gewichten') }}
    where naar_indeling = (select doel_indeling from doel)
),

bereik as (
    select bron, release, niveau, count(distinct {{ gemeentesleutel('niveau', 'gebiedscode') }}) as gemeenten
    from {{ ref('stg_gebieden') }}
    group by bron, release, niveau
),

met_buurten as (
    -- buurten of one gemeente do not make the figures of the others
    select b.bron, b.jaar, b.indeling, b.indicator, max(e.gemeenten) as gemeenten
    from {{ ref('int_bediening') }} as b
    inner join bereik as e on b.bron = e.bron and b.release = e.release and b.niveau = e.niveau
    where b.niveau = {{ grondniveau() }}
    group by b.bron, b.jaar, b.indeling, b.indicator
),

final as (
    select
        b.*,
        r.voorrang,
        r.toegang,
        case
            when r.toegang = 'beperkt' then 'onvergelijkbaar'
            when b.indeling not in (from met_gewichten) then 'geen_grenzen'
            else 'onvergelijkbaar'
        end as status,
        case
            when r.toegang = 'beperkt' then 'afgeschermde cijfers worden niet omgerekend naar een andere indeling'
            when b.indeling not in (from met_gewichten)
                then zin({{ sjabloon('zonder_grenzen') }}, { indeling: b.indeling })
            when i.soort = 'index' then 'een klasse of mediaan geldt alleen waar het gebied ongewijzigd is'
            else 'het gebied is gewijzigd en er zijn geen buurtcijfers om om te rekenen'
        end as reden
    from {{ ref('int_bediening') }} as b
    inner join {{ ref('stg_releases') }} as r on b.bron = r.bron and b.release = r.release
    inner join {{ ref('stg_indicatoren') }} as i on b.indicator = i.indicator
    inner join bereik as e on b.bron = e.bron and b.release = e.release and b.niveau = e.niveau
    left join met_buurten as u
        on b.bron = u.bron and b.jaar = u.jaar and b.indeling = u.indeling and b.indicator = u.indicator
    where
        b.indeling != (select doel_indeling from doel) and b.niveau != 'land'
        and (
            r.toegang = 'beperkt' or b.indeling not in (from met_gewichten)
            or i.soort = 'index'
            {% if niveaus('overdwars') %} or b.niveau in ({{ niveaus('overdwars') }}) {% endif %}
            or (b.niveau != {{ grondniveau() }} and coalesce(u.gemeenten, 0) < e.gemeenten)
        )
)

select * from final
