r"""What texts of a format look like, as regular expressions: where a pattern is to be matched as well, both have to be.

The usual ones of each format and no others: what they leave out is not made up, and what they let in too much is for
the validator to refuse.
"""

from collections.abc import Mapping
from typing import Final

_MONTH, _HOUR, _60 = r"(?:0[1-9]|1[0-2])", r"(?:[01]\d|2[0-3])", r"[0-5]\d"
_DATE = (
    rf"(?:\d{{4}}-{_MONTH}-(?:0[1-9]|1\d|2[0-8])|\d{{4}}-(?:0[13-9]|1[0-2])-(?:29|30)|\d{{4}}-(?:0[13578]|1[02])-31"
    r"|\d\d(?:0[48]|[2468][048]|[13579][26])-02-29)"
)
_TIME = rf"{_HOUR}:{_60}:{_60}(?:\.\d+)?(?:Z|[+-]{_HOUR}:{_60})"

_DAYS = r"(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)"
_HOURS = r"T(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S)"

_LABEL = "[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*"
_HOSTNAME = rf"{_LABEL}(?:\.{_LABEL})*"
_EMAIL = rf"[A-Za-z0-9_%+'-]+(?:\.[A-Za-z0-9_%+'-]+)*@{_HOSTNAME}"
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_GROUP = "[0-9A-Fa-f]{1,4}"
_SHORTENED = f"(?:{_GROUP}(?::{_GROUP}){{0,2}})?"
_IPV6 = f"(?:{_GROUP}(?::{_GROUP}){{7}}|{_SHORTENED}::{_SHORTENED}|::(?:ffff:)?{_IPV4})"

_SEGMENT = r"(?:[A-Za-z0-9._~!$&'()*+,;=@-]|%[0-9A-F]{2})"
_ANYWHERE = rf"(?:{_SEGMENT}|[:/])"
_REST = rf"(?:\?(?:{_ANYWHERE}|\?)*)?(?:#(?:{_ANYWHERE}|\?)*)?"
_AUTHORITY = r"(?:[\w.~-]+(?::[\w.~-]*)?@)?[A-Za-z0-9._-]+(?::\d{1,4})?"
_URI = rf"[A-Za-z][A-Za-z0-9+.-]*:(?://{_AUTHORITY}(?:/{_ANYWHERE}*)?|///{_ANYWHERE}*|{_SEGMENT}{_ANYWHERE}*){_REST}"
_REFERENCE = rf"(?:{_URI}|(?:{_SEGMENT}+|/{_SEGMENT}+)?(?:/{_SEGMENT}*)*{_REST})"
_TEMPLATE = rf"(?:{_ANYWHERE}|[?#]|\{{[+#./;?&]?\w+(?:,\w+)*\}})*"
_POINTER = "(?:/(?:[^/~]|~[01])*)*"
_EXPRESSION = (
    r"\^?(?:(?:[A-Za-z0-9_ ,:;@/#=-]|\\[dws.^$+*?]|\[[A-Za-z0-9]+\]|\((?:\?:)?[a-z]+(?:\|[a-z]+)*\))[*+?]?)*\$?"
)

_BASE64 = "(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?"

SHAPES: Final[Mapping[str, str]] = {
    name: f"^(?:{shape})$"
    for name, shape in {
        "date-time": f"{_DATE}T{_TIME}",
        "date": _DATE,
        "time": _TIME,
        "duration": rf"P(?:{_DAYS}(?:{_HOURS})?|{_HOURS}|\d+W)",
        **dict.fromkeys(("email", "idn-email"), _EMAIL),
        **dict.fromkeys(("hostname", "idn-hostname"), _HOSTNAME),
        "ipv4": _IPV4,
        "ipv6": _IPV6,
        **dict.fromkeys(("uri", "iri", "url"), _URI),
        **dict.fromkeys(("uri-reference", "iri-reference"), _REFERENCE),
        "uri-template": _TEMPLATE,
        "json-pointer": _POINTER,
        "relative-json-pointer": rf"(?:0|[1-9]\d*)(?:#|{_POINTER})",
        "uuid": "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}",
        "regex": _EXPRESSION,
        **dict.fromkeys(("byte", "base64"), _BASE64),
        "base64url": "(?:[A-Za-z0-9_-]{4})*",
        "base32": "(?:[A-Z2-7]{8})*",
        "base16": "(?:[0-9A-F]{2})*",
    }.items()
}
