"""A second verifier, written from docs/evidence.md alone: everything but the signatures, with Python's standard library.

python3 second_verifier.py FILE...   says of each file what does not fit. Without a file it reads a JSON list of texts from
standard input and writes a list of lists.
"""

import hashlib
import json
import sys


def number(x):
    """As JavaScript writes it."""
    if isinstance(x, int):
        return str(x)
    if x == int(x) and abs(x) < 1e21:
        return str(int(x))
    digits, _, exponent = repr(x).partition("e")
    if not exponent:
        return digits
    power = int(exponent)
    if -6 <= power < 0:
        sign, whole = ("-", digits[1:]) if x < 0 else ("", digits)
        return sign + "0." + "0" * (-power - 1) + whole.replace(".", "")
    return digits + ("e+" if power > 0 else "e-") + str(abs(power))


def J(x):
    if isinstance(x, bool) or x is None or isinstance(x, str):
        return json.dumps(x, ensure_ascii=False)
    if isinstance(x, (int, float)):
        return number(x)
    if isinstance(x, list):
        return "[" + ",".join(map(J, x)) + "]"
    return "{" + ",".join(J(k) + ":" + J(v) for k, v in x.items()) + "}"


def C(x):
    pairs = x.items() if isinstance(x, dict) else zip(map(str, range(len(x))), x) if isinstance(x, list) else None
    if pairs is None:
        return x
    return [[k, C(v)] for k, v in sorted(pairs, key=lambda pair: pair[0].encode("utf-16-be"))]


def H(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def total(tallies):
    return sum(tally["count"] for tally in tallies.values())


def root_from(leaf, index, size, proof):
    if not 0 <= index < size:
        return None
    place, last, node, rest = index, size - 1, leaf, [bytes.fromhex(each) for each in proof]
    while last > 0:
        if place != last or place % 2 == 1:
            if not rest:
                return None
            beside = rest.pop(0)
            node = hashlib.sha256(b"\1" + (beside + node if place % 2 else node + beside)).digest()
        place, last = place // 2, last // 2
    return None if rest else node.hex()


def findings(text):
    try:
        file = json.loads(text)
        if file["format"] != "lab-assistant evidence" or file["version"] != 1:
            return ["no evidence file"]
        return list(check(file))
    except (ValueError, KeyError, TypeError, AttributeError):
        return ["no evidence file"]


def check(file):
    lab, student, seed, started = file["lab"]["id"], file["student"], file["seed"], file["startedAt"]
    decisions, runs, tallies = file["decisions"], file["runs"], file["tallies"]

    counts, chain = dict(file["earlier"]["tallies"]), file["earlier"]["hash"]
    first = total(counts)
    by_then = {first: chain}
    if not counts and chain != H(J(["runs", lab, student, seed, started, []])):
        yield "beginning of the runs"
    before = None
    for run in runs:
        tally = counts.get(run["act"], {"count": 0, "limitBroken": False, "wallHit": False})
        after = {
            "count": tally["count"] + 1,
            "limitBroken": tally["limitBroken"] or run.get("limitBroken", False),
            "wallHit": tally["wallHit"] or run.get("wallHit", False),
            "last": run,
        }
        if tally.get("firstAt", run["at"] if tally["count"] == 0 else None) is not None:
            after["firstAt"] = tally.get("firstAt", run["at"])
        counts[run["act"]] = after
        chain = H(J([chain, C(run), C(counts)]))
        by_then[total(counts)] = chain
        if "limitBroken" in run:
            if before is not None and run["at"] < before:
                yield "order of runs"
            before = run["at"]
    if C(counts) != C(tallies):
        yield "tallies"
    if chain != file["ran"]:
        yield "ran"

    beginning = last = H(J([lab, student, seed, started]))
    earlier = None
    for index, entry in enumerate(decisions):
        ran = entry.get("ran")
        parts = [last, entry["at"], entry["edition"], C(entry["decision"])]
        if ran is not None:
            parts += [ran["count"], ran["hash"], entry["activeMs"]]
            if by_then.get(ran["count"], ran["hash"]) != ran["hash"]:
                yield f"runs of decision {index + 1}"
            if earlier is not None and (
                entry["at"] < earlier["at"] or ran["count"] < earlier.get("ran", {"count": 0})["count"]
            ):
                yield f"order of decision {index + 1}"
        if H(J(parts)) != entry["hash"]:
            yield f"decision {index + 1}"
        last, earlier = entry["hash"], entry

    ran = earlier.get("ran") if earlier else None
    pending = ran["count"] < total(tallies) if ran else any("limitBroken" in run for run in runs)
    head = H(J([last, "runs", total(tallies), file["ran"]])) if pending else last
    if head != file["head"] or not head.startswith(file["receipt"]) or len(file["receipt"]) != 16:
        yield "receipt"

    if student.rpartition(":")[0] != file["course"]:
        yield "course"
    times = [started] + [each["at"] for each in decisions[-1:] + runs[-1:]]
    if file["exportedAt"] < max(times):
        yield "exportedAt"

    for inclusion in file["checkpoints"]:
        checkpoint, leaf = inclusion["checkpoint"], inclusion["leaf"]
        what = f"checkpoint {checkpoint['number']}"
        if leaf["lab"] != lab or leaf["student"] != student or checkpoint["course"] != file["course"]:
            yield f"{what}: somebody else"
        words = J([leaf[key] for key in ("lab", "student", "decisions", "runs", "last", "head")])
        start = hashlib.sha256(b"\0" + words.encode("utf-8")).digest()
        if root_from(start, inclusion["index"], checkpoint["records"], inclusion["proof"]) != checkpoint["root"]:
            yield f"{what}: proof"
        count = leaf["decisions"]
        reached = beginning if count == 0 else decisions[count - 1]["hash"] if count <= len(decisions) else None
        at_head = {leaf["last"], H(J([leaf["last"], "runs", leaf["runs"], by_then.get(leaf["runs"])]))}
        if reached != leaf["last"] or (leaf["runs"] in by_then and leaf["head"] not in at_head):
            yield f"{what}: not what it saw"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        for name in sys.argv[1:]:
            with open(name, encoding="utf-8-sig") as handed_in:
                print(f"{name}: {', '.join(findings(handed_in.read())) or 'fits'}")
    else:
        json.dump([findings(text) for text in json.load(sys.stdin)], sys.stdout)
