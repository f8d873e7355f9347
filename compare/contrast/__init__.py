"""Alignment to relations, statuses, findings and emphasis."""

from __future__ import annotations

from dataclasses import dataclass

from compare.contrast.attribution import attribution
from compare.contrast.conflict import conflicting
from compare.contrast.emphasis import emphasis, emphasized
from compare.contrast.omission import omitted
from compare.contrast.relations import judged
from compare.contrast.situation import Situation, statuses
from compare.contrast.unconfirmed import unconfirmed
from compare.contrast.weakening import weakened
from compare.contrast.wording import wording
from compare.mirror import ranked
from compare.model import Alignment, AnnotatedReadout, Emphasis, Finding, Link, Pair, Status
from compare.options import ContrastOptions
from compare.trees import Trees, load_trees

RULES = (unconfirmed, conflicting, omitted, weakened, attribution, wording)
"""Every rule takes the situation and yields findings; `emphasis` findings come from the emphasis rows."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """What the comparison of two aligned readouts says."""

    links: tuple[Link, ...]
    statuses: Pair[tuple[Status, ...]]
    findings: tuple[Finding, ...]
    emphasis: tuple[Emphasis, ...]


def contrast(
    pair: Pair[AnnotatedReadout], alignment: Alignment, options: ContrastOptions, model: Trees | None = None
) -> Contrast:
    """Judge every link, give every point its status, and collect the findings, the most telling kinds first.

    ``model`` stands in for the shipped relation model (cross-validation fits its own).
    """
    model = model or load_trees("relation")
    links = judged(pair, alignment.links, model)
    situation = Situation(pair, links, alignment.rejected, statuses(pair, links))
    rows = emphasis(pair)
    found = [finding for rule in RULES for finding in rule(situation)]
    found += emphasized(pair, rows)
    kept = tuple(finding for finding in found if finding.confidence >= options.min_confidence)
    return Contrast(links, situation.statuses, ranked(kept), rows)
