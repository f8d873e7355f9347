"""Score comparison results against gold cases (``fixtures/cases``), in the format of ``--format json``.

Measures (all in [0, 1], higher is better, except `trap`):
  coverage   macro F1 of covered / omitted ("does the other side have this point?"), over every
             (gold point, side it stands on); calling everything omitted scores about 0.4
  link       F1 of links between the two sides: recall over gold points that both sides carry,
             precision over the engine's links
  trap       share of gold look-alikes (`near`) that the engine wrongly linked: lower is better
  relation   macro F1 of same / weaker-left / weaker-right / conflict over gold points linked by the engine
  speaker    accuracy of the speaker's party over every (gold point, side)
  claim      F1 of claims put in the other side's mouth that the other side does not confirm
  paragraph  strict F1 of paragraph beads; `lax` beside it counts overlapping beads as half right as usual
  emphasis   how well each side's topic shares match the gold ones: 1 - total variation distance,
             `procedure` left out (topics: topics.json beside the cases)
  grain      share of gold quotes that the engine's points separate from their neighbours (no point
             covers more than one gold quote of its side)
"""

from __future__ import annotations

import statistics
import unicodedata
from collections import Counter, defaultdict

COVERED = {"shared", "weakened", "conflicting"}
PARTY = {"a": "left", "b": "right", "both": "both", "narrator": "narrator", "other": "other"}


def normal(text: str) -> tuple[str, list[int]]:
    """NFKC text without white space, and for each character the index it came from."""
    out, origin = [], []
    for index, char in enumerate(text):
        for piece in unicodedata.normalize("NFKC", char):
            if not piece.isspace() and piece not in "\u00ad\u200b\ufeff":
                out.append(piece)
                origin.append(index)
    return "".join(out), origin


class Side:
    """One side of a result, ready to answer which points cover a quote."""

    def __init__(self, side: dict):
        self.text, self.points = side["text"], side["points"]
        self.flat, self.origin = normal(self.text)
        self.cover: dict[int, list[str]] = defaultdict(list)
        self.by_id = {}
        for point in self.points:
            self.by_id[point["id"]] = point
            for start, end in point["spans"]:
                for index in range(start, end):
                    self.cover[index].append(point["id"])

    def positions(self, quote: str) -> list[int]:
        """Return the text positions of a quote, ignoring white space."""
        flat, _ = normal(quote)
        at = self.flat.find(flat)
        return [] if at < 0 or not flat else self.origin[at : at + len(flat)]

    def weights(self, quotes: list[str]) -> tuple[Counter, int]:
        """Characters of the quotes that each point covers, and their number."""
        counts: Counter = Counter()
        total = 0
        for quote in quotes:
            places = self.positions(quote)
            total += max(len(places), 1)
            for place in places:
                for point in self.cover.get(place, ()):
                    counts[point] += 1
        return counts, total

    def holders(self, quotes: list[str]) -> set[str]:
        """Points that carry the quotes: at least 30 % of the quotes or of the point."""
        counts, total = self.weights(quotes)
        found = set()
        for point, count in counts.items():
            length = sum(end - start for start, end in self.by_id[point]["spans"])
            if count >= 0.3 * total or count >= 0.5 * length:
                found.add(point)
        return found


def f1(right: float, said: float, wanted: float) -> float:
    """Return F1 from counts of right, said and wanted; 1 when nothing was wanted or said."""
    if not wanted and not said:
        return 1.0
    return 2 * right / (said + wanted) if said + wanted else 0.0


def macro(pairs: list[tuple[str, str]]) -> float:
    """Macro F1 over the labels that gold uses; pairs are (gold, said)."""
    labels = sorted({gold for gold, _ in pairs})
    if not labels:
        return 1.0
    scores = []
    for label in labels:
        right = sum(gold == said == label for gold, said in pairs)
        scores.append(f1(right, sum(s == label for _, s in pairs), sum(g == label for g, _ in pairs)))
    return statistics.mean(scores)


def bead_scores(gold: list, said: list) -> tuple[float, float]:
    """Strict and lax F1 of beads with both sides filled."""
    want = {(tuple(sorted(a)), tuple(sorted(b))) for a, b in gold if a and b}
    have = {(tuple(sorted(a)), tuple(sorted(b))) for a, b in said if a and b}
    strict = f1(len(want & have), len(have), len(want))

    def touch(one: tuple, many: set) -> bool:
        return any(set(one[0]) & set(o[0]) and set(one[1]) & set(o[1]) for o in many)

    if not want and not have:
        return strict, 1.0
    precision = sum(touch(bead, want) for bead in have) / len(have) if have else 0.0
    recall = sum(touch(bead, have) for bead in want) / len(want) if want else 0.0
    lax = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return strict, lax


def emphasis(gold: dict, result: dict, topics: dict[str, str]) -> float:
    """Mean over the sides of the overlap of topic shares."""
    scores = []
    for key, name in (("a", "left"), ("b", "right")):
        want = Counter(topics.get(p["topic"], p["topic"]) for p in gold["points"] if p[f"{key}_quotes"])
        have = Counter({row["topic"]: row[name]["share"] for row in result["emphasis"]})
        for counts in (want, have):
            counts.pop("procedure", None)
        if not sum(want.values()):
            continue
        scale = [sum(c.values()) or 1 for c in (want, have)]
        gap = sum(abs(want[t] / scale[0] - have[t] / scale[1]) for t in set(want) | set(have))
        scores.append(1 - gap / 2 if sum(have.values()) else 0.0)
    return statistics.mean(scores) if scores else 1.0


def score(gold: dict, result: dict, topics: dict[str, str]) -> dict:
    """Return raw counts, (gold, said) relations, lost quotes and per-case means of one result."""
    sides = {"a": Side(result["left"]), "b": Side(result["right"])}
    status = {key: {p["id"]: p["status"] for p in side.points} for key, side in sides.items()}
    links = {(link["left"], link["right"]): link for link in result["links"]}
    raw = Counter()
    relations, lost = [], []

    quotes_on = {key: [p for p in gold["points"] if p[f"{key}_quotes"]] for key in "ab"}
    holders = {key: {p["id"]: sides[key].holders(p[f"{key}_quotes"]) for p in quotes_on[key]} for key in "ab"}
    byid = {p["id"]: p for p in gold["points"]}
    unconfirmed = {key: set() for key in "ab"}
    for finding in result["findings"]:
        if finding["kind"] == "unconfirmed":
            for key in "ab":
                unconfirmed[key] |= {p for p in finding.get("points", ()) if p in sides[key].by_id}

    for key, other in (("a", "b"), ("b", "a")):
        own = "only-" + key
        used = Counter(point for p in quotes_on[key] for point in holders[key][p["id"]])
        for point in quotes_on[key]:
            counts, _ = sides[key].weights(point[f"{key}_quotes"])
            if not all(sides[key].positions(q) for q in point[f"{key}_quotes"]):
                lost.append((key, point["id"]))
            covered = sum(n for p, n in counts.items() if status[key][p] in COVERED)
            says_omitted = covered * 2 < max(sum(counts.values()), 1) or not counts
            is_omitted = point["relation"] == own
            raw["om_right"] += says_omitted and is_omitted and bool(counts)
            raw["om_said"] += says_omitted
            raw["om_want"] += is_omitted
            raw["co_right"] += not says_omitted and not is_omitted
            raw["co_said"] += not says_omitted
            raw["co_want"] += not is_omitted
            raw["grain_n"] += 1
            raw["grain"] += bool(holders[key][point["id"]]) and all(used[h] == 1 for h in holders[key][point["id"]])
            speaker = (point.get("speaker") or {}).get(key)
            if speaker:
                raw["sp_n"] += 1
                if counts:
                    best = max(counts, key=counts.get)
                    said = (sides[key].by_id[best].get("speaker") or {}).get("party") or "narrator"
                    raw["sp"] += said == {"a": "left", "b": "right"}.get(speaker, speaker)
            # a claim that this side puts in the other side's mouth, and the other does not confirm
            wanted = is_omitted and speaker == other
            said_claim = bool(holders[key][point["id"]] & unconfirmed[key])
            raw["cl_want"] += wanted
            raw["cl_said"] += said_claim
            raw["cl_right"] += wanted and said_claim

    both = [p for p in gold["points"] if p["a_quotes"] and p["b_quotes"]]
    good_links = set()
    for point in both:
        found = {(i, j) for i in holders["a"][point["id"]] for j in holders["b"][point["id"]] if (i, j) in links}
        good_links |= found
        raw["lk_want"] += 1
        raw["lk_found"] += bool(found)
        if found:
            label = Counter(links[f]["relation"] for f in sorted(found)).most_common(1)[0][0]
            want = {
                "shared": "same",
                "conflict": "conflict",
                "shared-but-weaker-in-a": "weaker-left",
                "shared-but-weaker-in-b": "weaker-right",
            }[point["relation"]]
            relations.append((want, label))
    raw["lk_said"] = len(links)
    raw["lk_right"] = len(good_links)

    seen = set()
    for point in gold["points"]:
        for near in point.get("near", ()):
            other = byid.get(near)
            if not other or (near, point["id"]) in seen:
                continue
            seen.add((point["id"], near))
            for one, two in ((point, other), (other, point)):
                if one["a_quotes"] and two["b_quotes"]:
                    raw["trap_n"] += 1
                    pairs = {(i, j) for i in holders["a"][one["id"]] for j in holders["b"][two["id"]]}
                    raw["trap"] += bool((pairs & set(links)) - good_links)

    strict, lax = bead_scores(
        gold["paragraph_alignment"], [(b["left"], b["right"]) for b in result["paragraph_alignment"]]
    )
    return {
        "raw": raw,
        "relations": relations,
        "lost": lost,
        "means": {"paragraph": strict, "lax": lax, "emphasis": emphasis(gold, result, topics)},
    }


def summary(raw: Counter, relations: list, means: dict) -> dict:
    """Return the measures from summed counts."""
    precision = raw["lk_right"] / raw["lk_said"] if raw["lk_said"] else 0.0
    recall = raw["lk_found"] / raw["lk_want"] if raw["lk_want"] else 1.0

    def ratio(key: str, n: str) -> float:
        return raw[key] / raw[n] if raw[n] else 1.0

    return {
        "coverage": statistics.mean(
            [f1(raw["om_right"], raw["om_said"], raw["om_want"]), f1(raw["co_right"], raw["co_said"], raw["co_want"])]
        ),
        "link": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        "trap": raw["trap"] / raw["trap_n"] if raw["trap_n"] else 0.0,
        "relation": macro(relations),
        "speaker": ratio("sp", "sp_n"),
        "claim": f1(raw["cl_right"], raw["cl_said"], raw["cl_want"]),
        **means,
        "grain": ratio("grain", "grain_n"),
    }


def total(scored: list[dict]) -> dict:
    """Return the measures over many results of `score`, counts added up, means averaged."""
    raw: Counter = Counter()
    relations: list = []
    for one in scored:
        raw += one["raw"]
        relations += one["relations"]
    means = {key: statistics.mean(one["means"][key] for one in scored) for key in scored[0]["means"]}
    return summary(raw, relations, means)
