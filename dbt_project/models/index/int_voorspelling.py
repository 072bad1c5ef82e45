"""Hands the components to `veerkracht.statistics.stand.voorspelling`, in the middle of dbt's build."""

PARTS = "select distinct onderdeel from slots order by onderdeel"
AREAS = """
    select
        niveau, indeling, jaar, gebiedscode, max(if(is_bewoond, inwoners, 0))::double as gewicht, {columns}
    from components group by niveau, indeling, jaar, gebiedscode order by niveau, indeling, jaar, gebiedscode
"""


def model(dbt, session):
    """Rows (niveau, indeling, jaar, gebiedscode, onderdeel, z_voorspeld, sd_residu) of parts that can be predicted."""
    from veerkracht.statistics.stand.voorspelling import FitLimits, predict

    dbt.config(materialized="table")
    limits = dbt.config.get("meta")
    slots, components = dbt.ref("int_onderdeel_jaar"), dbt.ref("int_component")
    parts = [part for (part,) in slots.query("slots", PARTS).fetchall()]
    columns = ", ".join(f"max(z) filter (where onderdeel = '{part}') as \"{part}\"" for part in parts)
    areas = components.query("components", AREAS.format(columns=columns)).df()
    return predict(slots.df(), areas, FitLimits(int(limits["component_minimum"]), float(limits["gewicht_minimum"])))
