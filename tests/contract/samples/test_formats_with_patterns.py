"""Texts of a format that a pattern matches as well."""

import re
from pathlib import Path
from typing import Any

import pytest
from contract.samples.test_samples import Made

DATE_TIME = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}"

TOGETHER: list[tuple[str, str, dict[str, Any]]] = [
    ("date-time", DATE_TIME + r"Z$", {}),
    ("date-time", DATE_TIME + r"\.\d{3}Z$", {}),
    ("date-time", DATE_TIME + r"\.\d{6}Z$", {}),
    ("date-time", DATE_TIME + r"[+-]\d{2}:\d{2}$", {}),
    ("date-time", DATE_TIME + r"(\.\d+)?([+-]\d{2}:\d{2}|Z)$", {}),
    ("date-time", r"\+02:00$", {}),
    ("date-time", r"T00:00:00Z$", {}),
    ("date-time", r"^1999-12-31T23:59", {}),
    ("date-time", r"(?:AM|PM|Z)$", {"maxLength": 20}),
    ("date", r"^\d{4}-\d{2}-01$", {}),
    ("date", r"^20[0-9]{2}-", {}),
    ("date", r"^19", {}),
    ("date", r"^\d{4}-(01|04|07|10)-01$", {}),
    ("date", r"-02-29$", {}),
    ("date", r"-(30|31)$", {}),
    ("date", r"^(19|20)\d\d[- /.](0[1-9]|1[012])[- /.](0[1-9]|[12][0-9]|3[01])$", {}),
    ("time", r"Z$", {}),
    ("time", r"\+\d\d:\d\d$", {}),
    ("time", r"^([01]\d|2[0-3]):(00|30):00Z$", {}),
    ("time", r"^\d\d:\d\d:\d\d\.\d{3}", {}),
    ("duration", r"^PT[0-9]+H$", {}),
    ("duration", r"^P[0-9]+D$", {}),
    ("duration", r"^P(\d+Y)?(\d+M)?(\d+D)?$", {}),
    ("duration", r"^P\d+W$", {}),
    ("duration", r"^PT[0-9]+H$", {"minLength": 8}),
    ("email", r"@corp\.com$", {}),
    ("email", r"\.edu$", {}),
    ("email", r"^[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}$", {}),
    ("email", r"^[a-zA-Z0-9._%+-]+@[a-zA-Z0-9.-]+\.[a-zA-Z]{2,}$", {}),
    ("email", r"^[^@\s]+@[^@\s]+\.[^@\s]+$", {"maxLength": 12}),
    ("email", r"^(?!.*\.\.)[\w.+-]+@(?:corp|example)\.(?:com|org)$", {}),
    ("email", r"^no-?reply@", {}),
    ("email", r"^.+\+.+@.+$", {}),
    ("email", r"^[a-z]+\.[a-z]+@corp\.co\.uk$", {"minLength": 40, "maxLength": 44}),
    ("idn-email", r"@corp\.com$", {}),
    ("uuid", r"^[0-9A-F-]{36}$", {}),
    ("uuid", r"^[0-9a-f]{8}-[0-9a-f]{4}-7", {}),
    ("uuid", r"^.{14}1", {}),
    ("uuid", r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", {}),
    ("uuid", r"^(?!00000000-0000-0000-0000-000000000000$)[0-9a-f-]+$", {}),
    ("uuid", r"^00000000-0000-0000-0000-", {}),
    ("hostname", r"\.example\.org$", {}),
    ("hostname", r"^[a-z]+-[0-9]+\.", {}),
    ("hostname", r"^[a-z0-9-]+$", {}),
    ("hostname", r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$", {"maxLength": 10}),
    ("hostname", r"^db\d+(?<!0)$", {}),
    ("ipv4", r"^10\.", {}),
    ("ipv4", r"^192\.168\.\d{1,3}\.\d{1,3}$", {}),
    ("ipv4", r"\.255$", {}),
    ("ipv4", r"^(10|172\.(1[6-9]|2\d|3[01])|192\.168)\.", {}),
    ("ipv6", r"^fe80", {}),
    ("ipv6", r"^[0-9a-f]{4}(:[0-9a-f]{4}){7}$", {}),
    ("ipv6", r"^2001:db8:", {}),
    ("ipv6", r"^::ffff:\d+\.\d+", {}),
    ("uri", r"^https://api\.corp\.com/", {}),
    ("uri", r"^mailto:", {}),
    ("uri", r"\.pdf$", {}),
    ("uri", r"^http://", {}),
    ("uri", r"^s3://", {}),
    ("uri", r"^s3://[a-z0-9.-]+/.+\.(csv|json)$", {}),
    ("uri", r"^urn:uuid:[0-9a-f]{8}-", {}),
    ("uri", r"^https?://[^\s/$.?#].[^\s]*$", {"maxLength": 20}),
    ("uri", r"^https://github\.com/[\w-]+/[\w-]+$", {}),
    ("uri", r"[?&]page=\d+$", {}),
    ("uri", r"^postgres://[^:]+:[^@]+@[^/]+:\d+/\w+$", {}),
    ("url", r"^https://.*\.png$", {"minLength": 60}),
    ("uri-reference", r"^/v1/", {}),
    ("uri-reference", r"^#", {}),
    ("uri-reference", r"\?cursor=", {}),
    ("iri", r"^https://example\.org/", {}),
    ("uri-template", r"\{id\}$", {}),
    ("uri-template", r"^/users/\{\w+\}", {}),
    ("json-pointer", r"^/a/", {}),
    ("json-pointer", r"^(/[^/~]+){3}$", {}),
    ("relative-json-pointer", r"#$", {}),
    ("relative-json-pointer", r"^2/", {}),
    ("regex", r"^\^", {}),
    ("regex", r"^\^.*\$$", {}),
    ("regex", r"\\d\+", {}),
    ("byte", r"^[A-Z]{8}$", {}),
    ("byte", r"^[A-Za-z0-9+/]+={0,2}$", {"minLength": 16}),
    ("byte", r"==$", {}),
    ("base64url", r"^[\w-]+$", {}),
    ("phone", r"^\+1\d{10}$", {}),
    ("binary", r"^[01]{8}$", {}),
]


@pytest.mark.parametrize(("format_", "pattern", "bounds"), TOGETHER)
def test_a_text_has_its_format_and_matches(format_: str, pattern: str, bounds: dict[str, Any], tmp_path: Path) -> None:
    """Where there is such a text, however seldom one of that format matches."""
    Made(tmp_path, {"type": "string", "format": format_, "pattern": pattern, **bounds}).values(12)


@pytest.mark.parametrize(
    ("format_", "pattern", "text"),
    [
        ("email", r"@corp\.com$", r"[a-z]+\.[a-z]+@corp\.com"),
        ("email", r"^[A-Z0-9._%+-]+@[A-Z0-9.-]+\.[A-Z]{2,}$", r"[A-Z]+\.[A-Z]+@EXAMPLE\.COM"),
        ("uri", r"\.pdf$", r"https://example\.com/[a-z0-9-]+\.pdf"),
        ("uuid", r"^.{14}7", r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}"),
        ("date", r"^19", r"1926-\d\d-\d\d"),
    ],
)
def test_a_text_that_matches_is_like_others_of_its_format(
    format_: str, pattern: str, text: str, tmp_path: Path
) -> None:
    """And each is another one."""
    values = Made(tmp_path, {"type": "string", "format": format_, "pattern": pattern}).values(12)
    assert len(set(values)) > 8
    assert all(re.fullmatch(text, value) for value in values), values
