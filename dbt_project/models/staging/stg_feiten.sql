{{ levering('feiten') }}
