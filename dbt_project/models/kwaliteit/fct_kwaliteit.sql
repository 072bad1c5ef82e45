with controles as (
    select * from {{ source('werk', 'kwaliteit') }}
),

feiten as (
    select
        bron,
        release,
        'lezer' as eigenaar,
        feit as controle,
        niveau as onderwerp,
        'info' as ernst,
        'feit' as uitkomst,
        waarde,
        null::varchar as verwacht,
        toelichting
    from {{ ref('stg_feiten') }}
),

final as (
    select * from controles
    union all by name
    select * from feiten
    union all by name
    select * from {{ ref('int_kwaliteit') }}
)

select bron, release, eigenaar, controle, onderwerp, ernst, uitkomst, waarde, verwacht, toelichting from final
