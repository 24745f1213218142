"""Whether two schemas say the same, word for word, whatever they are called and wherever they stand."""

from understudy.contract.containment.plain import APPLICATORS, Plain
from understudy.contract.dialects import JsonSchema
from understudy.contract.document import Identity, Node
from understudy.contract.samples.values import canonical

Pair = tuple[Identity, Identity]


class Sameness:
    """Compares the schemas of two documents. Every pair is looked at once; what differs makes different what has it."""

    def __init__(self, one: Plain, other: Plain) -> None:
        self._one, self._other = one, other
        self._known: set[Pair] = set()
        self._different: set[Pair] = set()
        self._above: dict[Pair, list[Pair]] = {}
        self._words: dict[tuple[int, Identity], str] = {}

    @property
    def reversed(self) -> "Sameness":
        """The same knowledge, asked the other way round."""
        return _Reversed(self)

    def pair(self, one: Node, other: Node) -> Pair:
        """What makes two schemas the same two."""
        return one.identity, other.identity

    def __call__(self, one: Node, other: Node) -> bool:
        """Whether two schemas assert the same; where they lead in circles, as far as anybody could follow."""
        pair = self.pair(one, other)
        if pair not in self._known:
            self._explore(one, other)
        return pair not in self._different

    def _explore(self, one: Node, other: Node) -> None:
        waiting, different = [(one, other)], list[Pair]()
        while waiting:
            one, other = waiting.pop()
            pair = self.pair(one, other)
            if pair in self._known:
                continue
            self._known.add(pair)
            inner = self._inner(one, other)
            if inner is None:
                different.append(pair)
                continue
            for each in inner:
                below = self.pair(*each)
                self._above.setdefault(below, []).append(pair)
                if below in self._different:
                    different.append(pair)
            waiting += inner
        while different:
            pair = different.pop()
            if pair not in self._different:
                self._different.add(pair)
                different += self._above.get(pair, ())

    def _inner(self, one: Node, other: Node) -> list[tuple[Node, Node]] | None:
        """The pairs that are to be the same too; None where these two are not by themselves."""
        one, other = self._one.resolve(one), self._other.resolve(other)
        mine, theirs = self._one.own(one), self._other.own(other)
        if mine is False or theirs is False:
            return [] if mine is theirs else None
        if self._said(self._one, one, mine) != self._said(self._other, other, theirs):
            return None
        found = [(self._one.target(one), self._other.target(other))] if "$ref" in mine else []
        for keyword in APPLICATORS.keys() & mine.keys():
            first, second = self._one.members(one, keyword), self._other.members(other, keyword)
            if first.keys() != second.keys():
                return None
            found += [(node, second[name]) for name, node in first.items()]
        return found

    def _said(self, plain: Plain, node: Node, own: JsonSchema) -> str:
        key = (id(plain), node.identity)
        if key not in self._words:
            self._words[key] = _own_words(node, own)
        return self._words[key]


class _Reversed(Sameness):
    def __init__(self, same: Sameness) -> None:
        self._same, self._one, self._other = same, same._other, same._one  # noqa: SLF001 - of its own kind

    def __call__(self, one: Node, other: Node) -> bool:
        return self._same(other, one)


def _own_words(node: Node, own: JsonSchema) -> str:
    """What a schema says without the help of others, with what has no order in one."""
    words = {keyword: value for keyword, value in own.items() if keyword not in APPLICATORS}
    words |= {keyword: None for keyword in own if keyword in APPLICATORS or keyword == "$ref"}
    for keyword in ("required", "enum", "type"):
        value = words.get(keyword)
        if isinstance(value, list | str):
            words[keyword] = sorted(map(canonical, value if isinstance(value, list) else [value]))
    return canonical([words, node.value.get("discriminator") if isinstance(node.value, dict) else None])
