"""Numbers in a text, in digits, in words and in Han numerals, with what they are worth. Grammar and words are data.

Words follow one scheme in all languages: a scale word multiplies what stands before it and is smaller than it, the
rest adds up ("one hundred twenty thousand" = (100 + 20) * 1000; "hai mươi lăm" = 2 * 10 + 5; "خمسة وعشرون" = 5 + 20).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

HAN_DIGITS = {
    digit: value
    for value, digits in enumerate(
        ("〇零○", "一壹", "二贰貳两兩", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for digit in digits
}
_HAN_SCALES = {
    "十": 10,
    "拾": 10,
    "百": 100,
    "佰": 100,
    "千": 1000,
    "仟": 1000,
    "万": 10**4,
    "萬": 10**4,
    "亿": 10**8,
    "億": 10**8,
    "兆": 10**12,
}
_HAN = "".join(HAN_DIGITS) + "".join(_HAN_SCALES)
_AHEAD = re.compile(r"\(\?[=!](?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")
_DIGIT_CLASS = "0-9٠-٩۰-۹０-９"


class Number(NamedTuple):
    """A number found: half-open range of code points, value, how it is written (``digits``, ``words``, ``han``)."""

    start: int
    end: int
    value: Decimal
    written: str


def plain_letters(value: Any) -> Any:
    """A text, or all texts of a data table, with е for ё, which Russian writes as it pleases. Lengths stay."""
    if isinstance(value, str):
        return value.replace("ё", "е").replace("Ё", "Е")
    if isinstance(value, list):
        return [plain_letters(item) for item in value]
    if isinstance(value, dict):
        return {name: plain_letters(item) for name, item in value.items()}
    return value


def parse_han(numeral: str) -> Decimal | None:
    """Value of a Han numeral (五十亿, 二〇二三, 十二, 三千二百万, 兩百); None when it is none."""
    whole, point, places = numeral.replace("點", "点").partition("点")
    if point:
        head, tail = parse_han(whole), parse_han(places)
        return None if head is None or tail is None else head + tail / 10 ** len(places)
    if all(char in HAN_DIGITS for char in numeral):
        return Decimal("".join(str(HAN_DIGITS[char]) for char in numeral)) if numeral else None
    stack: list[int] = []
    for char in numeral:
        if char in HAN_DIGITS:
            if stack and stack[-1] < 10 and stack[-1] != 0:
                return None
            stack.append(HAN_DIGITS[char])
        elif char in _HAN_SCALES:
            _multiply(stack, _HAN_SCALES[char])
        else:
            return None
    if len(stack) >= 2 and 0 < stack[-1] < 10 and stack[-2] >= 1000 and "零" not in numeral and "〇" not in numeral:
        return Decimal(sum(stack[:-1]) + stack[-1] * _last_scale(numeral) // 10)  # 三千五 = 3500
    return Decimal(sum(stack))


def _last_scale(numeral: str) -> int:
    return next(_HAN_SCALES[char] for char in reversed(numeral) if char in _HAN_SCALES)


def _multiply(stack: list[Any], scale: Any) -> None:
    """Scale what stands on the stack and is smaller than the scale (or one, when nothing does)."""
    below = None
    while stack and stack[-1] < scale:
        value = stack.pop()
        below = value if below is None else below + value
    stack.append((1 if below is None else below) * scale)


def digits_value(written: str, group: str, decimal: str) -> Decimal | None:
    """Value of a number in digits, by the language's separators; the other reading where only that fits (1.234.567)."""
    plain = "".join(str(_digit(char)) if char.isdigit() else char for char in written)
    plain = plain.replace("٬", ",").replace("٫", ".").replace("\u00a0", " ").replace("\u202f", " ")
    plain = plain.replace("'", " ").replace(" ", "")
    commas, dots = plain.count(","), plain.count(".")
    if commas and dots:
        last = "," if plain.rfind(",") > plain.rfind(".") else "."
        first = "." if last == "," else ","
        plain = plain.replace(first, "").replace(last, ".")
    elif commas or dots:
        mark = "," if commas else "."
        head, _, tail = plain.partition(mark)
        grouped = all(len(part) == 3 for part in plain.split(mark)[1:]) and 1 <= len(head) <= 3 and head != "0"
        if plain.count(mark) > 1 or (grouped and mark in group) or (grouped and mark != decimal):
            plain = plain.replace(mark, "") if grouped else ""
        else:
            plain = f"{head}.{tail}"
    try:
        return Decimal(plain)
    except ArithmeticError:
        return None


def _digit(char: str) -> int:
    return int(char)


class Numerals:
    """The numbers of one language: ``numbers`` and ``digits`` of its ``quantities.toml``."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        numbers, digits = data["numbers"], data["digits"]
        self._group, self._decimal = digits["group"], digits["decimal"]
        self.han = bool(numbers.get("han"))
        self._words: dict[str, re.Pattern[str]] = {}
        self._scales: list[tuple[re.Pattern[str], Decimal]] = [
            (re.compile(forms, re.IGNORECASE), Decimal(value)) for value, forms in numbers.get("scales", {}).items()
        ]
        self._plain: list[tuple[re.Pattern[str], Decimal]] = [
            (re.compile(forms, re.IGNORECASE), Decimal(value)) for value, forms in numbers.get("words", {}).items()
        ]
        self._plain += _compounds(self._plain, numbers.get("compound"))
        self._glued = bool(numbers.get("glued"))
        self._alone: list[tuple[re.Pattern[str], Decimal]] = [
            (re.compile(forms, re.IGNORECASE), Decimal(value)) for value, forms in numbers.get("alone", {}).items()
        ]
        self._bare = {
            kind: [(re.compile(_AHEAD.sub("", pattern.pattern), re.IGNORECASE), value) for pattern, value in table]
            for kind, table in (("word", self._plain), ("scale", self._scales), ("alone", self._alone))
        }
        self._value = cache(self._value_of)
        self._glue = re.compile(numbers.get("glue", r"\s*"), re.IGNORECASE)
        self._reversed = bool(numbers.get("units_first"))
        self._token = re.compile(self._token_pattern(numbers), re.IGNORECASE)
        self._between = re.compile(rf"\s?(?:{numbers['about']})?") if self.han else self._glue
        self._counters = re.compile(f"(?:{numbers['counters']})") if self.han else None

    def _token_pattern(self, numbers: Mapping[str, Any]) -> str:
        d = _DIGIT_CLASS
        group = "[" + re.escape(self._group.replace(" ", "")) + "\u00a0\u202f ',.٬٫]"
        # Groups of three after a separator, then a decimal part; 4-3/4 and 1/2 as central banks write them.
        mixed = rf"[{d}]{{1,3}}[- ][1-7]/[2-8](?![\d/])|(?<![\d/.])[1-7]/[2-8](?![\d/])"
        plain = rf"[{d}]{{1,3}}(?:{group}[{d}]{{3}}(?![{d}]))+(?:[.,٫][{d}]+)?|[{d}]+(?:[.,٫][{d}]+)?[½¼¾⅓⅔]?|[½¼¾⅓⅔]"
        # A number is not part of a code or a time: COVID-19, F-35, G7, 5G, 10:30.
        before = rf"(?<![A-Za-zА-Яа-я{d}][-‑])(?<![A-Za-zА-Яа-яЁёІіЎў_{d}])(?<![{d}][:.,])"
        numeric = rf"{before}(?:(?P<mixed>{mixed})|(?P<digits>{plain}))(?![{d}])(?!:[{d}])(?![GD](?![A-Za-z]))"
        if self.han:
            digits = "".join(HAN_DIGITS)
            return rf"{numeric}|(?P<han>(?<=分之)[{_HAN}]+[点點][{digits}]+|[{_HAN}]+)"
        scales = _sorted(numbers["scales"].values())
        rest = _sorted(numbers.get("alone", {}).values()) or "(?!)"
        words = _sorted([pattern.pattern for pattern, _ in self._plain]) or "(?!)"
        if self._glued:
            return rf"{numeric}|(?<![가-힣])(?P<word>{words})|(?<=[{d}십백천만억])(?P<scale>{scales})|(?P<alone>(?!))"
        bind = numbers.get("prefix", "")
        return (
            rf"{numeric}|(?<!\w)(?P<alone>{rest})(?!\w)|(?<!\w){bind}(?P<word>{words})(?!\w)"
            rf"|(?<![^\W\d]){bind}(?P<scale>{scales})(?!\w)"
        )

    def find(self, text: str) -> list[Number]:
        """Every number, in reading order. A lone scale word ("millions of") is none."""
        found: list[Number] = []
        run: list[tuple[re.Match[str], str, Decimal]] = []
        end = 0
        for match in self._token.finditer(text):
            kind = match.lastgroup or ""
            if kind == "alone" and run and any(pattern.fullmatch(match.group()) for pattern, _ in self._scales):
                kind = "scale"
            value = self._token_value(kind, match.group("alone" if kind == "scale" and match["alone"] else kind))
            if kind == "han" and all(char in _HAN_SCALES for char in match.group()):
                kind = "times" if run and run[-1][0].end() <= match.start() else "han"
                kind = (
                    kind
                    if run and self._continues(run, kind, value or Decimal(1), text[end : match.start()])
                    else "han"
                )
            if value is None:
                found += self._close(run)
                run = []
                continue
            if run and not self._continues(run, kind, value, text[end : match.start()]):
                found += self._close(run)
                run = []
            run.append((match, kind, value))
            end = match.end()
        return found + list(self._close(run))

    def _token_value(self, kind: str, written: str) -> Decimal | None:
        if kind == "digits":
            return self._digits(written)
        if kind == "mixed":
            head, _, fraction = written.replace(" ", "-").rpartition("-")
            above, _, below = fraction.partition("/")
            return Decimal(head or 0) + Decimal(above) / Decimal(below)
        if kind == "han":
            return parse_han(written)
        return self._value(kind, written)

    def _digits(self, written: str) -> Decimal | None:
        part = {"½": "0.5", "¼": "0.25", "¾": "0.75", "⅓": "0.3333", "⅔": "0.6667"}.get(written[-1])
        if part is None:
            return digits_value(written, self._group, self._decimal)
        head = digits_value(written[:-1], self._group, self._decimal) if written[:-1] else Decimal(0)
        return None if head is None else head + Decimal(part)

    def _value_of(self, kind: str, written: str) -> Decimal | None:
        return next((value for pattern, value in self._bare[kind] if pattern.fullmatch(written)), None)

    def _continues(self, run: Sequence[tuple[Any, str, Decimal]], kind: str, value: Decimal, gap: str) -> bool:
        _, last_kind, last = run[-1]
        if self.han:
            if kind == "times":
                return last_kind in ("digits", "times") and bool(self._between.fullmatch(gap))
            return kind == "digits" and last_kind == "times" and not gap and last > value
        if kind == "alone" or (last_kind == "alone" and kind != "scale" and value >= last):
            return False
        if kind == "scale":
            return bool(re.fullmatch(r"\s?", gap) or self._glue.fullmatch(gap))
        if kind in ("digits", "mixed") or not self._glue.fullmatch(gap):
            # 5 thousand 300: digits go on only after a scale.
            return kind == "digits" and last_kind == "scale" and last > value and bool(re.fullmatch(r"\s", gap))
        if last_kind == "scale":
            return last > value
        if last_kind in ("digits", "mixed"):
            return False
        if self._reversed and last < 10 <= value < 100:
            return True
        return last > value >= 1 and last % (10 if value < 10 else 100) == 0

    def _close(self, run: Sequence[tuple[re.Match[str], str, Decimal]]) -> Iterator[Number]:
        if not run or run[0][1] == "scale":
            return
        stack: list[Decimal] = []
        for match, kind, value in run:
            if kind == "times":
                for char in match.group():
                    _multiply(stack, Decimal(_HAN_SCALES[char]))
            elif kind == "scale":
                _multiply(stack, value)
            else:
                stack.append(value)
        kinds = {kind for _, kind, _ in run}
        written = "digits" if kinds & {"digits", "mixed"} else "han" if "han" in kinds else "words"
        yield Number(run[0][0].start(), run[-1][0].end(), sum(stack, Decimal(0)), written)

    def counted(self, text: str, number: Number) -> bool:
        """Whether a Han numeral counts something: long, or before a measure word and not just "a" (一个)."""
        if number.written != "han" or self._counters is None:
            return True
        numeral = text[number.start : number.end]
        if len(numeral) > 1 and number.value >= 10:
            return True
        return number.value != 1 and bool(self._counters.match(text, number.end))


def _compounds(
    plain: Sequence[tuple[re.Pattern[str], Decimal]], joint: str | None
) -> list[tuple[re.Pattern[str], Decimal]]:
    """Numbers from 21 to 99 written in one word, the units first (einundzwanzig), for languages that have a joint."""
    if joint is None:
        return []
    forms = {value: pattern.pattern.split("|")[-1 if value == 1 else 0] for pattern, value in plain}
    return [
        (re.compile(forms[unit] + joint + forms[ten], re.IGNORECASE), unit + ten)
        for ten in forms
        for unit in forms
        if unit < 10 and unit == int(unit) and 20 <= ten < 100
    ]


def _sorted(forms: Any) -> str:
    return "|".join(sorted(forms, key=len, reverse=True))
