-- Which areas of the target vintage lie at the place of each area of another vintage, per level.
with gedeeld as (
    select niveau, van_indeling, van_code, naar_code
    from {{ ref('int_omklap_delen') }}
    where niveau = van_niveau
    {% for ouder in ouderniveaus() %}
        union
        select d.niveau, d.van_indeling, l.{{ ouder }}code, d.naar_code
        from {{ ref('int_omklap_delen') }} as d
        inner join {{ source('gebieden', 'lijst') }} as l
            on l.niveau = {{ grondniveau() }} and d.van_indeling = l.indeling and d.van_code = l.gebiedscode
        where d.niveau = '{{ ouder }}' and l.{{ ouder }}code is not null
    {% endfor %}
),

final as (
    select * from gedeeld
    union
    select niveau, van_indeling, van_code, naar_code from {{ ref('int_ongewijzigd') }}
    where zuiver
)

select * from final
