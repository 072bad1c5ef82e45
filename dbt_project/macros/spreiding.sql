{# Entropy of a group of `deel` in `geheel` against the rest, in nats; 0·ln 0 = 0. #}
{% macro entropie(deel, geheel) -%}
    (
        - coalesce({{ deel }} / {{ geheel }} * ln(nullif({{ deel }} / {{ geheel }}, 0)), 0)
        - coalesce((1 - {{ deel }} / {{ geheel }}) * ln(nullif(greatest(1 - {{ deel }} / {{ geheel }}, 0), 0)), 0)
    )
{%- endmacro %}
