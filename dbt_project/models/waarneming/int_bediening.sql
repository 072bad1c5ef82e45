-- What each release serves: per year, level, boundaries and indicator the number of rows and of figures.
with final as (
    select
        bron,
        release,
        jaar,
        niveau,
        indeling,
        indicator,
        count(*) as rijen,
        count(waarde) as cijfers
    from {{ ref('fct_waarneming') }}
    group by bron, release, jaar, niveau, indeling, indicator
)

select * from final
