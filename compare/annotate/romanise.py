"""Names in any script in Latin letters, by the rules that their writers follow, so that they can be compared.

Chinese names go by pinyin in all scripts (秦刚, Цинь Ган, Tần Cương: ``qin-gang``); foreigners in Chinese by the
transcription tables of the news agencies (阿列伊尼克: ``aleinik``); the rest by anyascii's transliteration.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any

from compare.resources import load_toml

_HAN = re.compile(r"[\u3400-\u9fff]")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєЎўҐґ]")
_TWO_SYLLABLES = frozenset({"ouyang", "sima", "zhuge", "shangguan"})
_PALATAL = "ияею"
_ARABIC = re.compile(r"[\u0621-\u064a]")
_KANA = re.compile(r"[ァ-ヺー]")
_HANGUL = re.compile(r"[가-힣]")
# Small kana change the vowel of the one before: ティ is ti, シャ sha.
_SMALL_KANA = dict(zip("ァィゥェォャュョ", "aiueoauo", strict=True))


def romanise(name: str, language: str = "") -> str:
    """The key of a name: lower-case ASCII words joined by hyphens; empty when nothing can be read.

    Chinese names give pinyin syllables (family name first) from Han characters, Palladius' Cyrillic and Sino-Vietnamese
    (``language`` "vi" only: its syllables look like anything else).
    """
    name = unicodedata.normalize("NFC", name).strip()
    if _HAN.search(name):
        return _from_han(name)
    if _CYRILLIC.search(name):
        language = language or _east_slavic(name)
        return palladius(name, language) or _plain(_cyrillic(name, language))
    if language == "vi":
        return vietnamese(name) or _plain(name)
    if _ARABIC.search(name):
        return _from_arabic(name)
    if _KANA.search(name):
        return _from_kana(name)
    if _HANGUL.search(name):
        return _from_hangul(name)
    return _plain(name)


def is_transcription(name: str) -> bool:
    """Whether all characters of a Han name are those that transcribe foreign sounds (and there are two or more)."""
    table = _transcription()
    letters = [char for char in name if char not in "·・-"]
    return len(letters) >= 2 and all(char in table for char in letters)


def transcription_characters() -> str:
    """All characters that transcribe foreign sounds in Chinese."""
    return "".join(_transcription())


def is_vietnamese(words: Sequence[str]) -> bool:
    """Whether words with capitals in a Vietnamese text make a name: two to four syllables that begin with a family
    name, or a foreign name (no Vietnamese letters)."""
    families = load_toml("entities", "vietnamese.toml")["family"]
    if all(word.isascii() for word in words):
        return any(len(word) > 3 for word in words)
    return 2 <= len(words) <= 4 and words[0].capitalize() in families


def readings(name: str, language: str = "") -> tuple[str, ...]:
    """Every key that a written name can have: for Han characters a foreigner's and a Chinese one's."""
    if not _HAN.search(name):
        return (romanise(name, language),)
    foreign = [transcribed(name)] if is_transcription(name) else []
    return (*foreign, pinyin(name))


def transcribed(name: str) -> str:
    """The foreign name that transcription characters stand for (阿列伊尼克: ``aleinik``)."""
    table = _transcription()
    parts = re.split("[·・-]", name)
    return "-".join("".join(table[char] for char in part) for part in parts if part)


def _from_han(name: str) -> str:
    foreign = is_transcription(name) and (len(name) > 2 or not _family(name))
    return transcribed(name) if foreign else pinyin(name)


def _family(name: str) -> bool:
    return name[0] in load_toml("entities", "names", "zh-Hans.toml")["family"]


def pinyin(name: str) -> str:
    """Han characters by their commonest reading: family name, hyphen, given name (秦刚: ``qin-gang``)."""
    from anyascii import anyascii

    syllables = [anyascii(char).strip().lower() for char in name if _HAN.match(char)]
    size = 2 if name[:2] in ("欧阳", "歐陽", "司马", "司馬", "诸葛", "諸葛", "上官") else 1
    head, tail = "".join(syllables[:size]), "".join(syllables[size:])
    return f"{head}-{tail}" if tail else head


def _from_arabic(name: str) -> str:
    """The article is a part of its own; و and ي are consonants at the start of a word, vowels elsewhere."""
    letters = load_toml("entities", "letters.toml")["ar"]
    words = []
    for word in re.sub("[\u064b-\u0652\u0670ـ]", "", name).split():
        article = word.startswith("ال") and len(word) > 4
        bare = word[2:] if article else word
        latin = "".join(letters.get(char, "") for char in bare)
        latin = re.sub(r"^a(?=u|i)", "", latin) if bare[:1] in "أإا" else latin
        latin = re.sub(r"^u(?=[aiu])", "w", latin)
        latin = re.sub(r"^i(?=[aiu])", "y", latin)
        words += ["al", latin] if article else [latin]
    return "-".join(filter(None, words))


def _from_kana(name: str) -> str:
    """Katakana with its small letters read as they sound; Han characters beside it by pinyin."""
    parts = []
    for part in re.split("[・=＝\\s]", name):
        latin = ""
        for char in part:
            if char in _SMALL_KANA:
                latin = re.sub("[aeiou]$", "", latin) + _SMALL_KANA[char]
            elif char not in "ーッ":
                latin += _plain(char)
        parts.append(latin)
    return "-".join(filter(None, parts))


def _from_hangul(name: str) -> str:
    """Korean names by syllable; in foreign ones (four and more syllables) the helping vowel ㅡ is left out."""
    parts = []
    for part in name.split():
        latin = _plain(part)
        parts.append(latin.replace("eu", "") if len(part) > 3 else latin)
    return "-".join(filter(None, parts))


@cache
def _transcription() -> dict[str, str]:
    table = load_toml("entities", "transcription.toml")["syllables"]
    return {char: latin for latin, chars in table.items() for char in chars}


def palladius(name: str, language: str = "ru") -> str:
    """Pinyin of a Chinese name in Cyrillic (Цинь Ганом: ``qin-gang``); empty when it is not one: not two words, or
    not a family name first."""
    rules = load_toml("entities", "palladius.toml")
    words = re.findall(r"[^\W\d_]+", name)
    if len(words) != 2:
        return ""
    fold = rules.get(f"fold_{language}", {})
    read = []
    for index, word in enumerate(words):
        lower = "".join(fold.get(char, char) for char in word.lower().replace("ё", "е"))
        stems = [lower]
        if index == len(words) - 1:
            for ending in rules["endings"]["plain"]:
                folded = "".join(fold.get(char, char) for char in ending)
                if lower.endswith(folded) and len(lower) - len(folded) >= 2:
                    stem = lower[: -len(folded)]
                    # Before a soft ending the soft sign is not written: Цзэнь, Цзэня.
                    stems += [stem + "ь", stem] if folded[0] in "яюе" and stem.endswith("н") else [stem]
        parsed: list[list[str]] = [
            syllables for stem in stems if (syllables := _syllables(stem, language in ("be", "uk")))
        ]
        if not parsed:
            return ""
        # Цзиньпина is Цзинь-пин-а, not Цзинь-пи-на: a given name has two syllables at most.
        shortest: list[str] = min(parsed, key=len)
        read.append("".join(shortest))
    return "-".join(read) if read[0] in _families() else ""


@cache
def _families() -> frozenset[str]:
    """Chinese family names in pinyin."""
    return frozenset(pinyin(char) for char in load_toml("entities", "names", "zh-Hans.toml")["family"]) | _TWO_SYLLABLES


@cache
def _syllable_table(folded: bool) -> tuple[re.Pattern[str], dict[str, str]]:
    rules: dict[str, Any] = load_toml("entities", "palladius.toml")
    table: dict[str, str] = {}
    for initial, latin in rules["initials"].items():
        for final, vowel in rules["finals"].items():
            hard, _, soft = latin.partition("|")
            start = soft if soft and final[0] in _PALATAL else hard
            table.setdefault(initial + final, start + vowel)
    table.update(rules["whole"])
    if folded:
        table = {key.replace("ы", "и"): value for key, value in reversed(table.items())}
    longest = sorted(table, key=len, reverse=True)
    return re.compile("|".join(longest)), table


def _syllables(word: str, folded: bool) -> list[str] | None:
    """A word cut into Palladius' syllables; None when it cannot be."""
    _, table = _syllable_table(folded)
    if not word:
        return []
    for size in range(min(6, len(word)), 0, -1):
        head = word[:size]
        if head in table:
            rest = _syllables(word[size:].removeprefix("ъ").removeprefix("'"), folded)
            if rest is not None:
                return [table[head], *rest]
    return None


def vietnamese(name: str) -> str:
    """Pinyin of a name in Sino-Vietnamese syllables (Tần Cương: ``qin-gang``); empty when a syllable is unknown."""
    tables = load_toml("entities", "vietnamese.toml")
    words = name.split()
    if not 2 <= len(words) <= 4:
        return ""
    first = tables["family"].get(words[0].capitalize())
    rest = [tables["given"].get(word.capitalize()) or tables["family"].get(word.capitalize()) for word in words[1:]]
    return f"{first}-{''.join(filter(None, rest))}" if first and all(rest) else ""


def _east_slavic(name: str) -> str:
    """The language that letters of a Cyrillic name show: be by ў, uk by і, ї, є without ы, э; else ru."""
    letters = set(name.lower())
    if "ў" in letters or ("і" in letters and letters & set("ыэё")):
        return "be"
    return "uk" if letters & set("іїє") else "ru"


def _cyrillic(name: str, language: str) -> str:
    letters = load_toml("entities", "letters.toml")
    table = letters["ru"] | (letters[language] if language in ("be", "uk") else {})
    return "".join(table.get(char, char) for char in name.lower())


def _plain(name: str) -> str:
    from anyascii import anyascii

    words = re.findall(r"[a-z]+", anyascii(name.replace("'", "").replace("’", "").replace("ʼ", "")).lower())
    # Initials come and go.
    return "-".join([word for word in words if len(word) > 1] or words)
