"""What was measured, round by round."""

from collections.abc import Mapping, Sequence

Rounds = Sequence[Mapping[str, float]]
"""The figures of a load on a server, by their names."""


def ratios(figure: str, ours: Rounds, theirs: Rounds) -> list[float]:
    """How many times better ours is, by round: more requests, or less of anything else."""
    pairs = [(one[figure], other[figure]) for one, other in zip(ours, theirs, strict=True)]
    return [one / other if figure == "requests" else other / one for one, other in pairs]
