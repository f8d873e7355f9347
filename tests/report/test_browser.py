"""The HTML report in a real browser: Chromium driven by Playwright, axe-core from npm.

Without them these tests skip and say what to install; with REQUIRE_SERVICES=1 they fail instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from gold_samples import RESULTS
from large_sample import large_comparison

from compare.errors import OutputError
from compare.model import Comparison
from compare.options import ReportOptions
from compare.record import dumps, loads
from compare.report import render

AXE = "axe-core@4.10.3"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = (320, 768, 1280, 2560)


def missing(what: str) -> Any:
    message = f"{what} is missing: apt-get install chromium npm, pip install playwright"
    return pytest.fail(message) if os.environ.get("REQUIRE_SERVICES") == "1" else pytest.skip(message)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("Playwright")
    if path is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    npm = shutil.which("npm")
    if npm is None:
        missing("npm")
    folder = tmp_path_factory.mktemp("axe")
    command = [str(npm), "install", "--prefix", str(folder), "--no-save", "--no-audit", "--no-fund", AXE]
    if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode:
        missing("axe-core (npm could not fetch it)")
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


class Page:
    """A report in a tab that notes every error, every request and every dialogue."""

    def __init__(self, browser: Any, path: Path, **context: Any) -> None:
        self.trouble: list[str] = []
        self.context = browser.new_context(**context)
        self.tab = self.context.new_page()
        self.tab.on("console", lambda message: self.trouble.append(f"console: {message.text}"))
        self.tab.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))
        self.tab.on("dialog", lambda dialog: self.trouble.append(f"dialog: {dialog.message}"))
        self.tab.on("request", lambda request: self.trouble.append(request.url) if request.url != self.url else None)
        self.url = path.as_uri()

    def open(self, fragment: str = "") -> Any:
        whole = self.url + fragment
        self.tab.goto(whole)
        return self.tab


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """The file of a sample's report in a language; each is rendered once."""
    folder = tmp_path_factory.mktemp("reports")

    @cache
    def write(name: str, language: str) -> Path:
        path = folder / f"{name}.{language}.html"
        comparison = loads((RESULTS / f"{name}.json").read_bytes())
        path.write_text(str(render(comparison, "html", ReportOptions(language=language))), encoding="utf-8")
        return path

    return write


@pytest.fixture
def report(browser: Any, written: Callable[[str, str], Path]) -> Iterator[Any]:
    pages = []

    def make(name: str, language: str = "en", **context: Any) -> Page:
        pages.append(Page(browser, written(name, language), **context))
        return pages[-1]

    yield make
    for page in pages:
        page.context.close()
        assert page.trouble == []


SEED = "by-cn-2023-02-24-zh-ru"
ENDORSEMENT = "白方对这份文件完全赞同"


def test_the_first_thing_seen_is_what_was_not_confirmed(report: Any) -> None:
    tab = report(SEED, viewport={"width": 1280, "height": 720}).open()
    first = tab.locator("#summary li").first
    assert ENDORSEMENT in first.inner_text()
    box = first.bounding_box()
    assert box["y"] + box["height"] < 720


@pytest.mark.parametrize("script", [True, False])
def test_nothing_hostile_runs(report: Any, script: bool) -> None:
    page = report("hostile", java_script_enabled=script)
    tab = page.open()
    for name in ("L1", "R5"):
        tab.locator(f"#{name}").click()
    if script:
        tab.mouse.move(300, 300)
        assert tab.evaluate("window.hit") is None
        assert tab.evaluate("document.querySelectorAll('img,iframe').length") == 0


def test_points_light_their_counterparts_and_show_evidence(report: Any) -> None:
    tab = report(SEED, viewport={"width": 1280, "height": 900}).open()
    tab.locator("#L14").hover()
    assert tab.locator("#R4.lit").count() == 1
    assert tab.locator("#wires path").count() == 1
    tab.locator("#L14").click()
    panel = tab.locator("#panel")
    assert panel.is_visible()
    assert "обсудили мирные инициативы" in panel.inner_text()
    assert tab.evaluate("location.hash") == "#p=L14"
    assert panel.locator("blockquote[lang=ru]").count() == 1
    tab.keyboard.press("Escape")
    assert not panel.is_visible()
    assert tab.evaluate("document.activeElement.id") == "L14"


def test_a_sentence_of_the_summary_leads_to_its_place(report: Any) -> None:
    tab = report(SEED, viewport={"width": 1280, "height": 900}).open()
    tab.locator("#summary li a.q").first.click()
    assert tab.locator("#L17").bounding_box()["y"] < 900
    assert tab.locator("#panel").is_visible()


def test_filters_are_kept_in_the_address(report: Any) -> None:
    page = report(SEED)
    tab = page.open()
    tab.locator("input[value=w]").check()
    assert "status=w" in tab.evaluate("location.hash")
    assert tab.locator("#tally").inner_text().startswith("2 / 25")
    rows = tab.locator(".row:not(.names):visible").count()
    assert 0 < rows < tab.locator(".row:not(.names)").count()
    again = page.open("#status=w")
    again.reload()
    assert again.locator("#tally").inner_text().startswith("2 / 25")
    again.locator("button[type=reset]").click()
    again.wait_for_function("document.querySelectorAll('.off').length === 0")
    again.locator("[name=q]").fill("визит")
    assert again.locator("a.p:not(.off)").count() == 1
    again.locator("[name=q]").fill("zzzz")
    assert again.locator(".row:not(.names):visible").count() == 0
    again.locator("[name=q]").fill("")
    again.locator("[name=topic]").select_option("sanctions")
    assert again.locator("a.p:not(.off)").count() == 1
    again.locator("[name=topic]").select_option("")
    again.locator("[name=speaker]").select_option(label="Aleinik (Belarus)")
    assert again.locator("a.p:not(.off)").count() == 5
    again.locator("[name=confidence]").fill("90")
    assert again.locator("a.p:not(.off)").count() < 5


def test_keyboard(report: Any) -> None:
    tab = report(SEED).open()
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "L1"
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "R1"
    tab.keyboard.press("k")
    assert tab.evaluate("document.activeElement.id") == "L1"
    tab.keyboard.press("?")
    assert tab.locator("#keys").is_visible()
    tab.locator("#keys-on").uncheck()
    tab.locator("#L1").focus()
    tab.keyboard.press("j")
    assert tab.evaluate("document.activeElement.id") == "L1"
    tab.locator("#keys-on").check()
    tab.locator("#L1").focus()
    tab.keyboard.press("/")
    assert tab.evaluate("document.activeElement.name") == "q"


def test_works_without_script(report: Any) -> None:
    tab = report(SEED, java_script_enabled=False).open()
    assert ENDORSEMENT in tab.locator("#summary").inner_text()
    assert not tab.locator("#filters").is_visible()
    assert tab.locator("#evidence").is_visible()
    tab.locator("#L14").click()
    assert tab.url.endswith("#e-L14")
    assert tab.locator("#e-L14 a.ref").get_attribute("href") == "#R4"


def test_quotations_carry_language_and_direction(report: Any) -> None:
    tab = report(SEED).open()
    assert tab.locator("#summary a.q [lang=zh-Hans][dir=ltr]").count() > 5
    assert tab.locator("#grid .par:not([lang][dir])").count() == 0


@pytest.mark.parametrize(
    ("name", "language"),
    [(SEED, "en"), ("fomc-2024-09-11", "en"), ("hostile", "en"), ("gb-cn-2024-10-18", "ru"), (SEED, "de")],
)
def test_no_width_needs_sideways_scrolling(report: Any, name: str, language: str) -> None:
    tab = report(name, language).open()
    for width in WIDTHS:
        tab.set_viewport_size({"width": width, "height": 800})
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, width


def violations(tab: Any, axe: str) -> list[str]:
    """What axe-core finds against WCAG 2.2 AA and its own best practices, one line a rule with the first place."""
    tab.evaluate(axe)
    found = tab.evaluate("axe.run()")["violations"]
    return [f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary']}" for v in found]


def test_an_arabic_report_reads_from_right_to_left(report: Any, axe: str) -> None:
    page = report(SEED, "ar", viewport={"width": 1280, "height": 900}, bypass_csp=True)
    tab = page.open()
    assert tab.evaluate("document.documentElement.scrollWidth") <= 1280
    assert tab.locator("#L1").bounding_box()["x"] > tab.locator("#R1").bounding_box()["x"]
    tab.locator("#L14").hover()
    assert tab.locator("#wires path").count() == 1
    assert violations(tab, axe) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing(report: Any, axe: str, theme: str) -> None:
    page = report(SEED, color_scheme=theme, bypass_csp=True)
    points = page.open().locator("a.p:not(.off)").count()
    for state in ("", "#status=o", "#topic=ukraine", "#q=визит", "#confidence=90", "#p=L14"):
        tab = page.open(state)
        passing = tab.locator("a.p:not(.off)").count()
        assert (passing == points) is (state in ("", "#p=L14")), state
        assert violations(tab, axe) == [], state


@pytest.mark.parametrize("name", ["fomc-2024-09-11", "hostile"])
def test_axe_finds_nothing_in_other_reports(report: Any, axe: str, name: str) -> None:
    assert violations(report(name, viewport={"width": 400, "height": 800}, bypass_csp=True).open(), axe) == []


def test_a_large_report_is_small_and_quick(browser: Any, tmp_path: Path) -> None:
    """2 x 300 paragraphs: at most 2 MB, usable within a second (the best of three: the machine has other work)."""
    path = tmp_path / "large.html"
    path.write_text(str(render(large_comparison(), "html")), encoding="utf-8")
    assert path.stat().st_size <= 2_000_000
    times = []
    for _ in range(3):
        page = Page(browser, path, viewport={"width": 1280, "height": 900})
        tab = page.open()
        times.append(tab.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"))
        page.context.close()
    assert min(times) <= 1000


def test_prints_to_paper(report: Any) -> None:
    page = report(SEED)
    tab = page.open()
    tab.emulate_media(media="print")
    assert not tab.locator("#filters").is_visible()
    assert tab.locator("#evidence").is_visible()
    assert tab.pdf(format="A4").startswith(b"%PDF-")


def test_pdf_is_the_printed_report(browser: Any, seed: Comparison) -> None:
    data = render(seed, "pdf")
    assert isinstance(data, bytes)
    assert data.startswith(b"%PDF-")
    assert data == render(loads(dumps(seed)), "pdf")


def test_pdf_without_a_browser_says_what_to_do(seed: Comparison, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(OutputError, match="install Chromium or Chrome"):
        render(seed, "pdf")
    monkeypatch.setenv("CHROMIUM", "/nowhere/chromium")
    with pytest.raises(OutputError, match="printed nothing"):
        render(seed, "pdf")
