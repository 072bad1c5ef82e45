{{ waarnemingen_van('leefbaarometer') }}
