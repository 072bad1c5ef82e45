"""The numbers of the method that `measurement` and `posterior` are asked for, out of the settings of a build.

Every threshold is a setting; how many measurements a line or a shock needs belongs to its formula and stands here.
"""

from veerkracht.mapkinds.kans import Thresholds
from veerkracht.settings import Settings
from veerkracht.statistics.measurement.noise import NoiseSettings
from veerkracht.statistics.posterior.beta import BetaSettings
from veerkracht.statistics.posterior.model import ModelSettings
from veerkracht.statistics.posterior.resilience import ResilienceSettings

MEASUREMENTS = 3  # a line through two points leaves nothing over to tell noise from
SHOCK_MEASUREMENTS = 4  # with fewer the shock is that of the longest series of the release


def noise_settings(settings: Settings) -> NoiseSettings:
    """Of the noise of one measurement (method.md §4.1)."""
    return NoiseSettings(
        metingen_minimum=MEASUREMENTS,
        ruis_minimum=settings.kaart_gebieden_minimum,
        inwoners_minimum=settings.inwoners_minimum,
        gemeente_gebieden_minimum=settings.gemeente_gebieden_minimum,
        gemeentemiddeling_minimum=settings.gemeentemiddeling_minimum,
        schok_gemeenten_minimum=settings.schok_gemeenten_minimum,
        eigen_lijn_minimum=settings.eigen_lijn_minimum,
        breuk_plafond=settings.breuk_plafond,
        uit_de_lijn_vanaf=settings.uit_de_lijn_vanaf,
        onmogelijk_vanaf=settings.onmogelijk_vanaf,
    )


def model_settings(settings: Settings) -> ModelSettings:
    """Of the model of a change (method.md §4.3)."""
    return ModelSettings(outlier_limit=settings.uitschieter_sd)


def resilience_settings(settings: Settings) -> ResilienceSettings:
    """Of resilience (method.md §4.4)."""
    beta = BetaSettings(settings.signaal_minimum, settings.cluster_gemeenten_minimum, settings.clusters_minimum)
    return ResilienceSettings(model_settings(settings), beta, settings.relatief_minimum)


def thresholds(settings: Settings) -> Thresholds:
    """Chances from which a class is given (method.md §5)."""
    return Thresholds(settings.duidelijk_vanaf, settings.waarschijnlijk_vanaf)
