"""A million requests, and whether anything grows with them: `make soak`.

Records that are asked for again and again, with one request in a hundred that nobody has made before. Memory and the
slowest answers at the end are compared with those of the first ten thousand.
"""

import shutil
import sys
import tempfile
from pathlib import Path

from benchmarks import documents
from benchmarks.servers import UNDERSTUDY, running
from benchmarks.wrk import Said, wrk

REQUESTS = 1_000_000
_EVALUATIONS = "/v1/retrievers/ret_products_bm25/evaluations"
_MIXED = f"""
local n = BEGIN
local known = {{"eval_baseline", "eval_live", "eval_failed"}}
request = function()
  n = n + 1
  local id = n % 100 == 0 and "eval_" .. n or known[n % 3 + 1]
  return wrk.format("GET", "{_EVALUATIONS}/" .. id)
end
"""


def main() -> None:
    """Go on until there were so many, and say what has become of the server."""
    if shutil.which("wrk") is None:
        sys.stdout.write("soak: needs wrk\n")
        return
    target = f"{_EVALUATIONS}/eval_baseline"
    with tempfile.TemporaryDirectory() as directory:
        script = Path(directory, "load.lua")
        with running(UNDERSTUDY, documents.own(Path(directory)), target) as server:

            def asked(seconds: int, before: int) -> Said:
                script.write_text(
                    _MIXED.replace("BEGIN", str(before))
                )  # so that what is new in these was not in those before
                return wrk(server.port, target, script, seconds)

            first = asked(2, 0)
            resident, total = server.resident, first.total
            while total < REQUESTS:
                total += asked(5, total).total
            last = asked(2, total)
            sys.stdout.write(
                f"after {first.total:,} requests: p99 {first.p99:.1f} ms, {resident:.0f} MB\n"
                f"after {total:,} requests: p99 {last.p99:.1f} ms, {server.resident:.0f} MB\n"
                f"ratios: p99 {last.p99 / first.p99:.2f}, memory {server.resident / resident:.2f}\n"
            )


if __name__ == "__main__":
    main()
