{{ config(enabled = target.name == 'leden') }}

{{ waarnemingen_van('cbs_microdata') }}
