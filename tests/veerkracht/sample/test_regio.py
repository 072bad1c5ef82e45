"""The sample brings a region of its own, as a user would."""


def test_the_sample_has_a_region_of_the_city_and_two_others(catalogus, wereld):
    expected = [str(code) for code in wereld.indelingen[2024].gemeenten[:3]]
    rows = catalogus.eigen.tables("openbaar")["regios"]
    assert [row["gemeentecode"] for row in rows] == expected
    assert {(row["regio"], row["regionaam"]) for row in rows} == {("streek-rond-de-stad", "Streek rond de stad")}
