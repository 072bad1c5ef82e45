{{ waarnemingen_van('cbs_kerncijfers') }}
