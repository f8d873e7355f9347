"""Compile ``compare/data/entities`` into one JSON file a language (``compiled/<lang>.json``).

Run it after every edit of the tables: ``python tools/build_entities.py`` (``--check`` only tells whether a file is out
of date). Country names and capitals come from CLDR by Babel, traditional and Japanese forms of Chinese names from
OpenCC; both are too slow to load at run time.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

from babel import Locale
from opencc import OpenCC

ROOT = Path(__file__).resolve().parents[1] / "compare" / "data" / "entities"
LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ru", "be", "uk", "vi", "ja", "ko", "de", "fr", "es", "tr", "ar")
HAN = ("zh-Hans", "zh-Hant", "ja")
LATIN = ("en", "de", "fr", "es", "tr", "vi")
FAMILY_FIRST = {"CN", "VN", "KR", "KP", "TW", "HK", "MO", "KH", "SG"}
# Codes of CLDR that are no states; some are places of places.toml.
NOT_STATES = frozenset(
    """AC AQ AX BL BQ BV CC CP CQ CW CX DG EA EH EU EZ FK GF GG GL GP HM IC IM IO JE MF MQ NF PM PN QO RE SJ SX TA TF
    UM UN VG VI WF XA XB YT ZZ""".split()  # noqa: SIM905
)
_S2T, _S2TW, _T2JP = OpenCC("s2t"), OpenCC("s2tw"), OpenCC("t2jp")

Row = tuple[str, str, str]


def load(*parts: str) -> dict[str, Any]:
    """A TOML file of the folder; empty when there is none."""
    path = ROOT.joinpath(*parts)
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def traditional(form: str) -> list[str]:
    """A simplified form in traditional characters, standard and Taiwan."""
    return sorted({_S2T.convert(form), _S2TW.convert(form)})


def japanese(form: str) -> str:
    """A Chinese form in the characters that Japanese uses."""
    return str(_T2JP.convert(_S2T.convert(form)))


def row(form: str, key: str) -> Row:
    """A row of the table from a form with its trailing marks."""
    flag = ""
    while form[-1:] in tuple("=?+~!"):
        flag += form[-1]
        form = form[:-1]
    return form, key, flag


def country_rows(language: str) -> list[Row]:
    """Names, adjectives and seats of countries; CLDR's first, then our own."""
    own = load("countries", f"{language}.toml")
    locale = Locale.parse(language.replace("-", "_"))
    drop = NOT_STATES | set(own.get("drop", {}).get("codes", ()))
    rows: list[Row] = []
    for code, name in locale.territories.items():
        if len(code) != 2 or code in drop or code in ("HK", "MO", "PS", "CD", "CG"):
            continue
        for part in name.replace("（", "(").split("("):
            part = part.strip(" )）")
            if part and (part == name or len(part) > 2) and part not in ("Беларусь",):
                rows.append(row(part, f"country:{code}"))
                break
    capitals = load("capitals.toml")["zones"]
    if language not in ("en",):
        for code, zone in capitals.items():
            city = locale.time_zones.get(zone, {}).get("city") or zone.split("/")[-1].replace("_", " ")
            if language not in LATIN and str(city).isascii():
                continue
            if city and code not in drop:
                rows.append((str(city), f"country:{code}", ""))
    else:
        rows += [(zone.split("/")[-1].replace("_", " "), f"country:{code}", "") for code, zone in capitals.items()]
    if language == "zh-Hant":
        for form, key, flag in own_rows(load("countries", "zh-Hans.toml")):
            rows += [(converted, key, flag) for converted in traditional(form)]
    return rows + own_rows(own)


def own_rows(own: dict[str, Any]) -> list[Row]:
    """The rows of one of our own country files."""
    rows = []
    for section in ("names", "adjectives", "seats", "more"):
        for code, forms in own.get(section, {}).items():
            rows += [row(form, code if ":" in code else f"country:{code}") for form in forms]
    return rows + [(form, "", "") for form in own.get("stop", {}).get("forms", ())]


def thing_rows(table: str, prefix: str, language: str) -> list[Row]:
    """Organisations or places: ``[id] en = [...] zh-Hans = [...]``; English acronyms hold in other languages too."""
    rows = []
    for name, forms in load(table).items():
        mine = list(forms.get(language, ()))
        if language == "zh-Hant":
            mine += [converted for form in forms.get("zh-Hans", ()) for converted in traditional(form)]
        if language not in ("en", "zh-Hant"):
            mine += [form for form in forms.get("en", ()) if form.endswith("=")]
        rows += [row(form, f"{prefix}:{name}") for form in dict.fromkeys(mine)]
    return rows


def person_rows(language: str, others: set[str]) -> list[Row]:
    """Names of people: full names, and family names alone (weak when several people share one, none when it is in
    ``others``: a country, a place)."""
    full: list[Row] = []
    family: list[Row] = []
    for path in sorted((ROOT / "people").glob("*.toml")):
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            key = f"person:{name}"
            for form in person_forms(entry, language):
                whole, alone, weak = parts_of(form, entry, language)
                full += [(text, key, "") for text in whole]
                family += [(text, key, "?" if weak or entry.get("common") else "") for text in alone]
    owners = Counter(text for text, _ in {(text, key) for text, key, _ in family})
    names = {text for text, _, _ in full} | others
    namesakes = Counter(text for text, _ in {(text, key) for text, key, _ in full})
    return [(text, key, "?" if namesakes[text] > 1 else flag) for text, key, flag in full] + [
        (text, key, "?" if owners[text] > 1 else flag) for text, key, flag in dict.fromkeys(family) if text not in names
    ]


def person_forms(entry: dict[str, Any], language: str) -> list[str]:
    """How a person is written in a language: the entry's own forms, else what can be derived from others."""
    forms: list[str] = listed(entry.get(language))
    if language in ("zh-Hans", "zh-Hant"):
        simplified = listed(entry.get("zh"))
        forms += simplified if language == "zh-Hans" else [c for form in simplified for c in traditional(form)]
        forms += listed(entry.get("hant")) if language == "zh-Hant" else []
    elif language == "ja" and not forms and entry["country"] in ("CN", "TW", "HK", "MO", "VN", "KR", "KP"):
        forms += [japanese(form) for form in listed(entry.get("zh"))]
    elif language in LATIN:
        forms += listed(entry.get("en"))
    elif language in ("be", "uk") and not forms:
        forms += listed(entry.get("ru"))
    return list(dict.fromkeys(forms))


def listed(value: str | list[str] | None) -> list[str]:
    """One or more forms as a list."""
    return [] if value is None else [value] if isinstance(value, str) else list(value)


def parts_of(form: str, entry: dict[str, Any], language: str) -> tuple[list[str], list[str], bool]:
    """(full forms, family names, whether these are weak). ``|`` in a form stands before (given-first) or after
    (family-first) the family name where that is not the last or the first word."""
    first = entry["country"] in FAMILY_FIRST or entry.get("family-first", False)
    if language in ("zh-Hans", "zh-Hant", "ja", "ko"):
        for dot in "·・":
            if dot in form:
                parts = form.split(dot)
                alone = form.split("|")[-1] if "|" in form else parts[-1]
                whole = form.replace("|", "")
                return [whole, whole.replace(dot, "・" if dot == "·" else "·")], [alone], len(alone) < 2
        if language == "ko" and " " in form:
            alone = form.split("|")[-1] if "|" in form else form.split(" ")[-1]
            return [form.replace("|", "")], [alone], len(alone) < 2
        if "|" in form:
            alone = form.split("|")[0]
            return [form.replace("|", "")], ([alone] if len(alone) > 1 else []), True
        return [form], [], False
    words = form.replace("|", " ").split()
    whole = " ".join(words)
    if len(words) == 1:
        return [], words, False
    if first:
        return [whole], ([] if language == "vi" else words[:1]), True
    alone = form.split("|")[1].strip() if "|" in form else words[-1]
    both = [whole]
    if entry["country"] == "JP" and len(words) == 2:
        both.append(f"{words[1]} {words[0]}")
    return both, [alone] if alone else [], False


def table(language: str) -> dict[str, Any]:
    """Everything of a language, as it is written."""
    rows = country_rows(language)
    rows += thing_rows("organisations.toml", "org", language)
    rows += thing_rows("places.toml", "place", language)
    rows += person_rows(language, {form for form, _, _ in rows})
    result: dict[str, Any] = {}
    own = load("countries", f"{language}.toml")
    if language == "zh-Hant":
        source = load("countries", "zh-Hans.toml")
        own = {**convert({k: source[k] for k in ("abbreviations", "compounds", "fixed")}), **own}
        rows += [(form, "", "") for form, key, _ in own_rows(source) if not key]
    for section in ("abbreviations", "compounds", "fixed", "pairs"):
        if section in own:
            result[section] = own[section]
    result["rows"] = [list(item) for item in dict.fromkeys(rows) if item[0]]
    return result


def convert(value: Any) -> Any:
    """A structure of simplified strings in traditional characters."""
    if isinstance(value, str):
        return _S2TW.convert(value)
    if isinstance(value, list):
        return [convert(item) for item in value]
    if isinstance(value, dict):
        return {convert(key): convert(item) for key, item in value.items()}
    return value


def main() -> int:
    """Write, or with ``--check`` compare, every compiled file; returns the exit code."""
    stale = []
    for language in LANGUAGES:
        text = json.dumps(table(language), ensure_ascii=False, indent=0, sort_keys=True) + "\n"
        path = ROOT / "compiled" / f"{language}.json"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(language)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    sys.stdout.write(f"changed: {' '.join(stale) or 'none'}\n")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(main())
