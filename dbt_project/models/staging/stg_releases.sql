with final as (
    select
        *,
        -- carriers of one year, the most complete first
        coalesce(
            list_position(['v4_zip', 'v4_odata', 'v3_odata', 'statline_csv', 'werkboek'], layout), 9
        ) as layoutrang
    from {{ source('werk', 'releases') }}
)

select * from final
