-- Each area with every larger one that it lies in, the land last.
with final as (
    {% for ouder in ouderniveaus() %}
        select niveau, gebiedscode, indeling, '{{ ouder }}' as ouderniveau, {{ ouder }}code as oudercode
        from {{ ref('int_gebied') }}
        where niveau != '{{ ouder }}' and {{ ouder }}code is not null
        union all
    {% endfor %}
    select niveau, gebiedscode, indeling, 'land' as ouderniveau, {{ landcode() }} as oudercode
    from {{ ref('int_gebied') }}
    where niveau != 'land'
)

select * from final
