"""Texts in fixtures that look like real credentials: whoever has the repository would have them."""

import re
from collections.abc import Iterator
from typing import Any

from understudy.check.subject import Subject
from understudy.findings import Finding
from understudy.source import Pointer, Source

# None of these goes back: each begins with letters that hardly any other text has.
_KNOWN = {
    "a private key": r"-----BEGIN (?:[A-Z0-9]+ )?(?:[A-Z0-9]+ )?PRIVATE KEY",
    "an access key of AWS": r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b",
    "a token of GitHub": r"\b(?:gh[opsur]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})",
    "a token of GitLab": r"\bgl(?:pat|ptt|rt|dt|ft)-[\w-]{20}",
    "a token of Slack": r"\bxox[abeoprs]-[\w-]{10}",
    "a key of Stripe": r"\b[rs]k_live_[A-Za-z0-9]{16}|\bwhsec_[A-Za-z0-9+/]{32}",
    "a key of OpenAI or Anthropic": r"\bsk-(?:proj-|svcacct-|ant-)[\w-]{20}|\bsk-[A-Za-z0-9]{48}\b",
    "a key of Google": r"\bAIza[\w-]{35}|\bGOCSPX-[\w-]{28}|\bya29\.[\w-]{20}",
    "a key of SendGrid": r"\bSG\.[\w-]{22}\.[\w-]{43}",
    "a key of Twilio": r"\bSK[0-9a-f]{32}\b",
    "a token of npm": r"\bnpm_[A-Za-z0-9]{36}",
    "a token of PyPI": r"\bpypi-AgE[\w-]{50}",
    "a token of Docker": r"\bdckr_[po]at_[\w-]{20}",
    "a token of Hugging Face": r"\bhf_[A-Za-z]{34}\b",
    "a token of Shopify": r"\bshp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}",
    "a token of DigitalOcean": r"\bdo[opr]_v1_[0-9a-f]{64}",
    "a JSON Web Token": r"(?<![\w-])eyJ[\w-]{10,}+\.eyJ[\w-]{10,}+\.[\w-]{16}",
    "a URL with a password": r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/?#:@]{1,100}:[^\s/?#@]{4,100}@",
}
_ANY = re.compile("|".join(f"(?P<k{at}>{pattern})" for at, pattern in enumerate(_KNOWN.values())))
_NAMES = {f"k{at}": name for at, name in enumerate(_KNOWN)}

_PLACEHOLDER = re.compile("example|placeholder|changeme|redacted|secret|password|xxxx|0000", re.IGNORECASE)
"""In a text that is published to be nobody's, as AWS's own AKIAIOSFODNN7EXAMPLE is."""

_SHOWN = 4
"""Characters of a secret that a message repeats."""


def secrets(subject: Subject) -> Iterator[Finding]:
    """Private keys, and tokens whose first letters say whose they are."""
    known = [collection.source for collection in subject.parts.collections]
    for source in [*known, *filter(None, [subject.parts.scenarios.source])]:
        for pointer, text in _texts(source):
            if (found := _ANY.search(text)) and not _PLACEHOLDER.search(found[0]):
                what = _NAMES[str(found.lastgroup)]
                message = f"this looks like {what} ({found[0][:_SHOWN]}…): put one in its place that opens nothing"
                yield source.finding(pointer, message, "binding/secret")


def _texts(source: Source) -> Iterator[tuple[Pointer, str]]:
    waiting: list[tuple[Pointer, Any]] = [((), source.value)]
    while waiting:
        pointer, value = waiting.pop()
        if isinstance(value, str):
            yield pointer, value
        elif isinstance(value, dict):
            waiting += [((*pointer, name), member) for name, member in value.items()]
        elif isinstance(value, list):
            waiting += [((*pointer, index), element) for index, element in enumerate(value)]
