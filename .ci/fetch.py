"""Reads a banner that a server is about to write, opens every URL in it and says what came back."""

import json
import re
import sys
import time
import urllib.request
from pathlib import Path

banner = Path(sys.argv[1])
deadline = time.monotonic() + 30
while "Stop with" not in banner.read_text():
    if time.monotonic() > deadline:
        sys.exit("the server said nothing for 30 seconds")
    time.sleep(0.05)

urls = re.findall(r"http://\S+/\S+", banner.read_text())
if len(urls) < 5:
    sys.exit(f"a URL for each of four states and the journal's were expected:\n{banner.read_text()}")
for url in urls:
    with urllib.request.urlopen(url, timeout=10) as answer:
        body = json.load(answer)
    if "exchanges" in body:
        said, of = f"{body['total']} exchanges", "journal"
    else:
        said, of = body["status"], body["evaluation_id"]
    sys.stdout.write(f"wheel: {said:12} {of}\n")
