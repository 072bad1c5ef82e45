{{ config(enabled = target.name == 'leden') }}

{{ waarnemingen_van('eigen_beperkt') }}
