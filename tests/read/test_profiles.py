from __future__ import annotations

from pathlib import Path

import pytest

from compare.errors import DataError
from compare.read import profiles as module
from compare.read.address import country_of_host, lies_at
from compare.read.profiles import Profile, check_selectors, profile_for, profiles


@pytest.mark.parametrize("profile", profiles(), ids=lambda p: p.name)
def test_shipped_profiles_are_whole(profile: Profile) -> None:
    assert profile.issuer
    assert profile.hosts
    assert profile.body
    assert profile.title
    assert profile.date
    selectors = {key: list(getattr(profile, key)) for key in ("signs", "title", "date", "body", "drop")}
    check_selectors(selectors, Path(profile.name))


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://www.mfa.gov.cn/zyxw/202302/t1.shtml", "mfa-cn"),
        ("https://www.mfa.gov.cn/eng/zy/jj/1.html", "mfa-cn/en"),
        ("http://www.fmprc.gov.cn/rus/1.shtml", "mfa-cn/ru"),
        ("https://mfa.gov.by/press/a.html", "mfa-by"),
        ("http://en.kremlin.ru/events/1", "kremlin/en"),
        ("https://kremlin.ru.example/x", None),
        ("https://notmfa.gov.cn.example/", None),
        ("https://example.org/mfa.gov.cn/", None),
        ("https://[bad/", None),
    ],
)
def test_host_and_path(address: str, name: str | None) -> None:
    found = profile_for(address, None)
    assert (found.name if found else None) == name


def test_a_path_ends_at_a_slash() -> None:
    assert lies_at("https://mfa.gov.cn/eng", "mfa.gov.cn/eng")
    assert not lies_at("https://mfa.gov.cn/english", "mfa.gov.cn/eng")


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("https://www.dfa.gov.ph/x", "PH"),
        ("https://www.gov.uk/x", "GB"),
        ("https://www.state.gov", "US"),
        ("https://www.elysee.fr", None),
        ("https://www.mofa.go.jp/x", "JP"),
        ("https://mygov.example.de", None),
        (None, None),
    ],
)
def test_country_of_a_government_host(address: str | None, country: str | None) -> None:
    assert country_of_host(address) == country


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("hosts = 'x'", "bad key 'hosts'"),
        ("edition = 'x'", "bad key 'edition'"),
        ("boddy = ['p']", "bad key 'boddy'"),
        ("body = ['p[']", "body: "),
        ("=", "Invalid statement"),
    ],
)
def test_own_profiles_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, what: str) -> None:
    (tmp_path / "profiles").mkdir()
    (tmp_path / "profiles" / "mine.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("READOUTS_CONFIG_DIR", str(tmp_path))
    module.profiles.cache_clear()
    try:
        with pytest.raises(DataError, match=r"mine\.toml") as caught:
            profiles()
        assert what in caught.value.what
    finally:
        module.profiles.cache_clear()
