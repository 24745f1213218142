"""Texts written from the pieces of a regular expression, as long as they are wanted."""

from random import Random

from understudy.contract.samples.patterns.pieces import (
    BEGINNING,
    END,
    Ahead,
    Back,
    Characters,
    Choice,
    Edge,
    Group,
    Piece,
    Repeat,
    Sequence,
)

_USUALLY = 0.9
_MORE = 8
_MOST_STEPS = 200_000
"""Pieces that are written for one text: repetitions of nothing much need not take all the time there is."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_FURTHER_LETTERS = _LETTERS + "0123456789"
_FEW = 10_000
"""Texts of which it happens too often that two are equal."""

_FURTHER = (5, 9)
"""Letters with which such a text goes on, where nothing says that it ends."""


def spelled(piece: Piece, low: int, high: int, rng: Random, more: int = 0) -> str:
    """A text that probably matches, of a length within these bounds where the pieces allow it.

    `more` is by how much it may be longer than it would have to be, beyond what is usual.
    """
    floor = max(piece.low, low)
    shortest = max(floor, min(1, piece.high, high))
    longest = max(shortest, min(piece.high, high, floor + _MORE + more))
    want = rng.randint(shortest, longest)
    writer = _Writer(rng)
    text = writer.write(piece, min(want, piece.high))
    if writer.seen and rng.random() < _USUALLY:
        text = writer.showing(text)
    if len(writer.edges) == len((BEGINNING, END)):
        return text
    count = min(max(rng.randint(*_FURTHER) if writer.ways < _FEW else 0, low - len(text)), high - len(text))
    if count <= 0:
        return text
    # A space where others were in vain: in case that a word has to end.
    joint = rng.choice(_LETTERS) if not more or rng.random() < _USUALLY else " "
    further = joint + "".join(rng.choices(_FURTHER_LETTERS, k=count - 1))
    return further[::-1] + text if END in writer.edges else text + further


class _Writer:
    """Writes one text, and remembers its groups."""

    def __init__(self, rng: Random) -> None:
        self._rng, self._left = rng, _MOST_STEPS
        self._groups: dict[int, str] = {}
        self.seen: list[str] = []
        self.edges: set[Edge] = set()
        self.ways = 1
        """In how many ways it might have been written otherwise."""

    def showing(self, text: str) -> str:
        """The text with what lookaheads want to see put over some of it, from its end to its beginning."""
        end = len(text)
        for part in self.seen:
            start = max(0, end - len(part))
            text = text[:start] + part + text[end:]
            end = start
        return text

    def write(self, piece: Piece, want: int) -> str:  # noqa: PLR0911 - one for each kind of piece
        """A text of this piece, of this length if the piece has one."""
        self._left -= 1
        match piece:
            case Characters():
                usually = self._rng.random() < _USUALLY
                self.ways *= len(piece.usual)
                return self._rng.choice(piece.usual if usually else piece.possible)
            case Sequence():
                wants = self._shared([(part.low, part.high) for part in piece.parts], want)
                return "".join(self.write(part, length) for part, length in zip(piece.parts, wants, strict=True))
            case Choice():
                fitting = [option for option in piece.options if option.low <= want <= option.high]
                self.ways *= len(piece.options)
                return self.write(self._rng.choice(fitting or piece.options), want)
            case Repeat():
                return self._repeated(piece, want)
            case Group():
                self._groups[piece.number] = self.write(piece.piece, want)
                return self._groups[piece.number]
            case Back():
                return self._groups.get(piece.number, "")
            case Edge():
                self.edges.add(piece)
            case Ahead(refused=False):
                edges = {*self.edges}
                self.seen.append(self.write(piece.piece, piece.piece.low))
                self.edges = edges  # those that are seen ahead are not where it is written
        return ""

    def _repeated(self, piece: Repeat, want: int) -> str:
        inner = piece.piece
        least = max(piece.least, -(-want // inner.high)) if inner.high else piece.least
        most = min(piece.most, want // inner.low if inner.low else least + 1)
        least = min(least, piece.most)
        count = min(self._rng.randint(least, max(least, most)), max(self._left, 0))
        wants = self._shared([(inner.low, inner.high)] * count, want)
        return "".join(self.write(inner, length) for length in wants)

    def _shared(self, bounds: list[tuple[int, int]], want: int) -> list[int]:
        """How long each of several has to be, so that all together have this length."""
        found = [low for low, _ in bounds]
        left = want - sum(found)
        able = [index for index, (low, high) in enumerate(bounds) if low < high]
        while left > 0 and able:
            at = self._rng.randrange(len(able))
            index = able[at]
            more = self._rng.randint(1, min(left, bounds[index][1] - found[index]))
            found[index] += more
            left -= more
            if found[index] == bounds[index][1]:
                able[at] = able[-1]
                able.pop()
        return found
