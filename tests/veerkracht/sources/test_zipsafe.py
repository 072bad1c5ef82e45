"""Zips of others: what is read, and what is refused with zip and member named."""

import stat
import struct
import zipfile
from pathlib import Path

import pytest

from veerkracht.errors import DeliveryError
from veerkracht.sources.readers import zipsafe


def make(tmp_path: Path, *entries: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_DEFLATED) -> Path:
    file = tmp_path / "levering.zip"
    with zipfile.ZipFile(file, "w", packing) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file


def test_a_good_zip_is_read_member_by_member_and_whole(tmp_path):
    file = make(tmp_path, ("map met spatie/a.csv", b"1;2\n"), ("map met spatie/", b""), ("b.csv", b"3"))
    assert [info.filename for info in zipsafe.members(file)] == ["map met spatie/a.csv", "b.csv"]
    assert zipsafe.read_member(file, "map met spatie/a.csv") == b"1;2\n"
    with zipsafe.open_member(file, "b.csv") as stream:
        assert stream.read() == b"3"
    written = zipsafe.extract(file, tmp_path / "uit")
    assert written == [tmp_path / "uit" / "map met spatie" / "a.csv", tmp_path / "uit" / "b.csv"]
    assert written[0].read_bytes() == b"1;2\n"


def test_what_macos_puts_beside_each_file_is_passed_over(tmp_path):
    file = make(tmp_path, ("kaart.gpkg", b"x"), ("__MACOSX/._kaart.gpkg", b"y"), ("map/._a.csv", b"z"))
    assert [info.filename for info in zipsafe.members(file)] == ["kaart.gpkg"]
    assert zipsafe.extract(file, tmp_path / "uit") == [tmp_path / "uit" / "kaart.gpkg"]


def link() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("naar/elders")
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("../kwaad.csv", r"'\.\./kwaad\.csv' wijst naar buiten de map"),
        ("a/../../kwaad.csv", "wijst naar buiten de map"),
        ("/etc/kwaad", "'/etc/kwaad' wijst naar buiten de map"),
        ("..\\kwaad.csv", r"heeft een naam met \\"),
        ("C:/kwaad.csv", "heeft een naam met"),
        ("./", "heeft geen naam"),
        (link(), r"'naar/elders' is een verwijzing \(symlink\)"),
    ],
)
def test_members_that_lead_outside(tmp_path, name, text):
    file = make(tmp_path, ("goed.csv", b"1"), (name, b"x"))
    for act in (zipsafe.members, lambda zip_file: zipsafe.extract(zip_file, tmp_path / "uit")):
        with pytest.raises(DeliveryError, match=rf"levering\.zip: .*{text}.*Haal het bestand opnieuw op"):
            act(file)
    assert not (tmp_path / "uit").exists() and not (tmp_path / "kwaad.csv").exists()


def test_one_member_of_an_unsafe_zip_is_refused_too(tmp_path):
    with pytest.raises(DeliveryError, match="wijst naar buiten"):
        zipsafe.read_member(make(tmp_path, ("../kwaad.csv", b"x")), "../kwaad.csv")


def test_a_bomb_is_not_unpacked(tmp_path):
    file = make(tmp_path, ("nullen.csv", b"0" * 20_000_000))
    with pytest.raises(DeliveryError, match=r"'nullen\.csv' is 1\.\d\d\d keer ingepakt \(hoogstens 250\)"):
        zipsafe.members(file)


def test_caps_on_bytes_and_members(tmp_path):
    file = make(tmp_path, ("a.csv", b"0" * 1_000), ("b.csv", b"0" * 1_000))
    with pytest.raises(DeliveryError, match=r"uitgepakt 2\.000 bytes, meer dan de toegestane 1\.500"):
        zipsafe.extract(file, tmp_path / "uit", max_bytes=1_500)
    with pytest.raises(DeliveryError, match="2 bestanden in de zip, meer dan 1"):
        zipsafe.members(file, max_members=1)
    with pytest.raises(DeliveryError, match=r"`a\.csv` is uitgepakt 1\.000 bytes, meer dan de toegestane 999"):
        zipsafe.read_member(file, "a.csv", 999)


def test_an_encrypted_member(tmp_path):
    file = make(tmp_path, ("a.csv", b"x"))
    content = bytearray(file.read_bytes())
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<H", content, at + 8, 1)
    file.write_bytes(content)
    with pytest.raises(DeliveryError, match=r"'a\.csv' is versleuteld"):
        zipsafe.members(file)


def test_a_member_twice(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        file = make(tmp_path, ("a.csv", b"1"), ("a.csv", b"2"))
    with pytest.raises(DeliveryError, match=r"`a\.csv` staat er meer dan één keer in"):
        zipsafe.members(file)


def test_damage_and_lies_end_in_one_error(tmp_path):
    file = make(tmp_path, ("a.csv", b"1234567890" * 50), packing=zipfile.ZIP_STORED)
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"1234567890", b"9999999999", 1))
    with pytest.raises(
        DeliveryError, match=r"levering\.zip: `a\.csv` is beschadigd \(Bad CRC-32.*Haal het bestand opnieuw"
    ):
        zipsafe.read_member(file, "a.csv")
    lying = bytearray(whole)  # says 100 bytes unpacked, holds 500
    struct.pack_into("<I", lying, lying.index(b"PK\x01\x02") + 24, 100)
    file.write_bytes(lying)
    with pytest.raises(DeliveryError, match="is beschadigd"):
        zipsafe.extract(file, tmp_path / "uit")
    file.write_bytes(whole[:200])
    with pytest.raises(DeliveryError, match=r"levering\.zip: geen leesbare zip"):
        zipsafe.members(file)


def test_an_absent_member_names_what_is_there(tmp_path):
    file = make(tmp_path, ("Observations.csv", b"x"))
    with pytest.raises(DeliveryError, match=r"`MeasureCodes\.csv` zit er niet in; wel: Observations\.csv"):
        zipsafe.read_member(file, "MeasureCodes.csv")
