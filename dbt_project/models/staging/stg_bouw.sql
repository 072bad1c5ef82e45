with final as (
    select doel_indeling::smallint as doel_indeling, merk from {{ source('werk', 'bouw') }}
)

select * from final
