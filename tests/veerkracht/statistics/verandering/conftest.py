"""What every outcome of the step must be, whatever went in."""

import numpy as np
import pytest

from veerkracht.statistics.verandering.rows import FIGURES

KEY = ["niveau", "indeling", "gebiedscode", "maat", "jaar_van", "jaar_tot"]


def check(found: dict) -> None:
    """No area twice; a class with everything that goes with it, or a reason; never a number that is none."""
    rows = found["verandering"]
    assert not rows.duplicated(KEY).any()
    told = rows["klasse"].notna()
    assert rows.loc[told, ["oordeel", "delta"]].notna().all().all() and rows.loc[told, "reden"].isna().all()
    assert rows.loc[~told, "oordeel"].isna().all() and rows.loc[~told, "reden"].notna().all()
    assert not np.isinf(rows[list(FIGURES)].to_numpy(float)).any()
    scored = told & (rows["maat"] != "samenloop")
    assert rows.loc[scored, ["gekrompen", "sd", "laag", "hoog", "p_ongunstiger", "p_gunstiger"]].notna().all().all()
    sure = scored & rows["klasse"].isin([1, 5])
    assert ((rows["laag"] > 0) | (rows["hoog"] < 0))[sure].all()
    model = found["model"]
    assert model["status"].isin(["geschat", "geweigerd"]).all()
    assert model.loc[model["status"] == "geweigerd", "reden"].notna().all()
    means = found["spreiding"]
    assert means["oordeel"].notna().all() and means.loc[means["oordeel"] == "onbekend", "reden"].notna().all()


@pytest.fixture
def checked(paths):
    """Run a world and check what comes out of every world."""

    def run(wereld):
        found = wereld.run(paths)
        check(found)
        return found

    return run
