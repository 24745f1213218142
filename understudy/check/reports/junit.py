"""For whatever reads test reports: JUnit's XML, in the form that Jenkins, GitLab and Azure read alike."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from understudy.check.catalogue import CODES, severity_of
from understudy.findings import Finding, Severity

_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document has in it, in whatever form (XML 1.0, 2.2)."""


def junit(findings: Sequence[Finding]) -> str:
    """A failed test for each finding, for a note a passed one that has it as output.

    Where there is none, one that passed stands alone, since an empty report reads as a broken one.
    """
    failed = [finding for finding in findings if severity_of(finding) is not Severity.NOTE]
    counts = {"tests": str(len(findings) or 1), "failures": str(len(failed))}
    suites = ET.Element("testsuites", counts)
    suite = ET.SubElement(suites, "testsuite", {"name": "understudy check", **counts, "errors": "0", "skipped": "0"})
    for finding in findings:
        place = finding.place
        at = {"line": str(place.line)} if place.line else {}
        named = {"classname": finding.code, "name": _clean(str(place)), "file": _clean(place.file), **at}
        case = ET.SubElement(suite, "testcase", named)
        others = "".join(f"\n{other.place}: {other.message}" for other in finding.related)
        told = _clean(f"{finding}\n{CODES[finding.code].advice}{others}")
        if finding in failed:
            said = {"type": severity_of(finding).value, "message": _clean(finding.message)}
            ET.SubElement(case, "failure", said).text = told
        else:
            ET.SubElement(case, "system-out").text = told
    if not findings:
        ET.SubElement(suite, "testcase", {"classname": "understudy", "name": "check"})
    ET.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(suites, encoding="unicode")


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
