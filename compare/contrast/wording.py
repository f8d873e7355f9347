"""Set phrases that one text uses and the other avoids on a matter that both have."""

from __future__ import annotations

from collections.abc import Iterator

from compare.contrast.situation import Situation
from compare.model import Evidence, Finding, FindingKind, PointRef, Relation, Side


def wording(situation: Situation) -> Iterator[Finding]:
    """Yield one finding a set phrase that stands in one end of a link and nowhere in the other text, where the other
    end has set phrases of its own. ``side`` is the side that avoids it; the reason is the phrase's key; the evidence
    points at the phrase and at what stands in its place."""
    keys = situation.pair.map(
        lambda readout: {m.key for a in readout.annotations for m in a.mentions if m.kind == "concept"}
    )
    for link in situation.links:
        if link.relation is Relation.CONFLICT:
            continue
        refs = {Side.LEFT: PointRef(Side.LEFT, link.left), Side.RIGHT: PointRef(Side.RIGHT, link.right)}
        for side in Side:
            own = situation.pair[side].annotations[refs[side].point].mentions
            there = situation.pair[side.other].annotations[refs[side.other].point].mentions
            instead = [m for m in there if m.kind == "concept" and m.key not in keys[side]]
            for mention in own:
                if mention.kind == "concept" and mention.key not in keys[side.other] and instead:
                    yield Finding(
                        FindingKind.WORDING,
                        side.other,
                        (refs[side], refs[side.other]),
                        mention.key,
                        (
                            Evidence("phrase", side, refs[side].point, mention.span),
                            Evidence("instead", side.other, refs[side.other].point, instead[0].span),
                        ),
                        link.score,
                    )
