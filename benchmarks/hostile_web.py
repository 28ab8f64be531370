"""What a hostile web costs: each fault crawled by a process of its own; verdict, stall, memory and requests.

python benchmarks/hostile_web.py [NAME…]     faults whose names begin so; default: the heavy ones
python benchmarks/hostile_web.py --all       all of them, some minutes
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from hostile.crawl import Crawled, crawl
from hostile.faults import FAULTS, SLOW
from hostile.web import Fault, serving


def main(names: list[str]) -> int:
    faults = (
        FAULTS
        if names == ["--all"]
        else SLOW
        if not names
        else [one for one in FAULTS if one.name.startswith(tuple(names))]
    )
    handled, stalls, memories, most = 0, [], [], 0
    print("fault                     verdict      stall s  memory MiB  requests  outcome")
    for fault in faults:
        crawled = crawl_one(fault)
        right = verdict(fault, crawled)
        outcome = ", ".join([*crawled.statuses(fault.host), *crawled.reasons(fault.host)]) or "no row"
        stall, memory, asked = (
            crawled.stat("watch/stall"),
            crawled.stat("watch/memory"),
            crawled.seen.requests[fault.host],
        )
        columns = f"{fault.name:<26}{'handled' if right else 'MISSED':<10}{stall:>10.2f}{memory:>12.0f}{asked:>10}"
        print(f"{columns}  {outcome}", flush=True)
        handled += right
        stalls.append((stall, fault.name))
        memories.append((memory, fault.name))
        most = max(most, asked)
    worst = f"worst stall {max(stalls)}; peak memory {max(memories)}; most requests {most}"
    print(f"\nhandled {handled} of {len(faults)}; {worst}")
    return int(handled < len(faults))


def crawl_one(fault: Fault) -> Crawled:
    with tempfile.TemporaryDirectory() as folder, serving(FAULTS) as (proxy, seen):
        crawled = crawl(Path(folder), proxy, seen, "-a", f"url={fault.url}")
        # The rows are asked for after the folder is gone.
        statuses, reasons = crawled.statuses(fault.host), crawled.reasons(fault.host)
        crawled.statuses = lambda _host: statuses
        crawled.reasons = lambda _host: reasons
        return crawled


def verdict(fault: Fault, crawled: Crawled) -> bool:
    stored = "ok" in crawled.statuses(fault.host)
    few = crawled.seen.requests[fault.host] <= fault.most
    return stored == (fault.want == "stored") and few and not crawled.seen.canary


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
