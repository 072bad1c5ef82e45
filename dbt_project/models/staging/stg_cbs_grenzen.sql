{{ waarnemingen_van('cbs_grenzen') }}
