"""The fictitious country of 342 gemeenten that the benchmarks build, and where it stands."""

from tests.benchmarks.measure import OUT

COUNTRY = OUT / "land"
CATALOGUE = COUNTRY / "voorbeeld" / "catalogus"
EDITION = COUNTRY / "publicatie" / "openbaar" / "actueel"
ENVIRONMENT = {
    "VEERKRACHT_DATA": str(COUNTRY),
    "VEERKRACHT_CATALOGUS": str(CATALOGUE),
    "VEERKRACHT_PUBLIEK": "openbaar",
    "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
}
