"""`python -m bench [NAME…] [--json]`: measures the product on this machine. No figure here is ever a test."""

import argparse
import importlib
import json

from bench.figures import Result, as_json, as_text, machine

BENCHES = ("start", "turn", "speech", "page", "load", "grade", "sign_in", "studio")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHES)}; all when none is given")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    arguments = parser.parse_args()
    unknown = [name for name in arguments.names if name not in BENCHES]
    if unknown:
        parser.error(f"no bench {unknown[0]!r}; there are {', '.join(BENCHES)}")
    about = machine()
    if not arguments.json:
        print(", ".join(f"{name} {value}" for name, value in about.items()), flush=True)
    results = []
    for name in arguments.names or BENCHES:
        result: Result = importlib.import_module(f"bench.{name}").measure()
        results.append(result)
        if not arguments.json:
            print("\n" + as_text(result), flush=True)
    if arguments.json:
        print(json.dumps({"machine": about, "results": [as_json(result) for result in results]}, indent=2))


if __name__ == "__main__":
    main()
