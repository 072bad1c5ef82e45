{{ waarnemingen_van('rivm_gezondheid') }}
