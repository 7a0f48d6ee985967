"""What the tests that hold scores above pinned floors share."""

from __future__ import annotations

from core.evaluate import SHARES, Scores


def scored(scores: Scores, language: str, slot: str) -> float:
    """The score that a floor is for: "mean F1", a slot's F1, "capacities precision", or a share of right answers."""
    if slot == "mean F1":
        return scores.mean_f1(language)
    if slot in SHARES:
        right, of = scores.shares[language, slot]
        return right / of
    if slot.endswith(" precision"):
        return scores.slots[language, slot.removesuffix(" precision")].precision
    return scores.slots[language, slot].f1
