{{ config(enabled = target.name == 'leden') }}

{{ waarnemingen_van('woonzorgwijzer') }}
