{{ levering('gebieden') }}
