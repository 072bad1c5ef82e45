{{ waarnemingen_van('eigen') }}
