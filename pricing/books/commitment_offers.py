"""Picks what commitments cost from a file of price facts, for make_book.py.

The facts hold few such figures. Left out are convertible reservations, which the bill does not know, and reservations
that are partly paid in advance of which the facts tell the hourly part or the average only: how the price divides is
not known.
"""
import re
from decimal import Decimal

HOURS_A_YEAR = 8760
PLANS = {"compute_savings_plan": "compute", "ec2_instance_savings_plan": "ec2_instance"}
CONFIDENCE = {"clarchy": "price_list_api", "infracost": "golden_price_list"}
ENGINES = {"valkey": "/valkey", "redis": "/redis", "redis_oss_or_memcached": "/redis"}


def text(number):
    """Writes a decimal number without exponent or trailing zeros."""
    plain = format(Decimal(str(number)), "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def years_of(term):
    return {"1yr": 1, "3yr": 3}[term]


def origin_of(offer):
    is_derived = offer.get("note", "").lower().startswith("derived") or offer["payment"] == "all_upfront"
    confidence = "inferred" if is_derived else CONFIDENCE.get(offer["source"], "third_party")
    origin = {"source": offer["source"], "as_of": offer["as_of"], "confidence": confidence}
    return dict(origin, note=offer["note"]) if "note" in offer else origin


def savings_plan_rates(instance_types):
    for name, entry in instance_types.items():
        for offer in entry.get("commitments", []):
            if offer["kind"] in PLANS:
                yield {"plan": PLANS[offer["kind"]], "years": years_of(offer["term"]), "payment": offer["payment"],
                       "meter": "ec2.instance_seconds", "pool": name, "unit": "Hours",
                       "price": text(offer["usd_per_hour"]), **origin_of(offer)}


def instance_reservations(instance_types):
    """Lists standard reservations; what is all paid in advance is the average per hour times the hours of the term."""
    for name, entry in instance_types.items():
        for offer in entry.get("commitments", []):
            is_whole = offer["payment"] in ("no_upfront", "all_upfront")
            if offer["kind"] != "reserved_instance" or offer["offering_class"] != "standard" or not is_whole:
                continue
            years, hourly = years_of(offer["term"]), Decimal(str(offer["usd_per_hour"]))
            is_paid_in_advance = offer["payment"] == "all_upfront"
            yield {"years": years, "payment": offer["payment"], "meter": "ec2.instance_seconds", "pool": name,
                   "upfront_usd": text(hourly * years * HOURS_A_YEAR) if is_paid_in_advance else "0",
                   "usd_per_hour": "0" if is_paid_in_advance else text(hourly), **origin_of(offer)}


def node_reservations(facts):
    """Lists reserved cache nodes and Aurora instances: by the parts of their price, or from the average per hour."""
    for row in facts:
        found = re.fullmatch(r"reserved (?:aurora-\w+ )?((?:cache|db)\.\S+) (?:(\S+) )?(1yr|3yr) (\S+)", row["item"])
        is_ours = row["service"] == "ElastiCache" or (row["service"] == "Aurora" and " aurora-" in row["item"])
        if not found or not is_ours:
            continue
        node, engine, term, payment = found.groups()
        years, hourly, upfront = years_of(term), Decimal(str(row["value_usd"])), row.get("upfront_usd")
        confidence = row["confidence"]
        if upfront is None and payment == "partial_upfront":
            continue
        if upfront is None:
            upfront = hourly * years * HOURS_A_YEAR if payment == "all_upfront" else 0
            hourly, confidence = (Decimal(0), "inferred") if upfront else (hourly, confidence)
        yield {"years": years, "payment": payment,
               "meter": "elasticache.node_hours" if node.startswith("cache.") else "aurora.instance_seconds",
               "pool": node + ENGINES.get(engine, ""), "upfront_usd": text(upfront), "usd_per_hour": text(hourly),
               "source": row["source"][0], "as_of": row["as_of"], "confidence": confidence}


def commitment_tables(document):
    """Returns the book's tables of Savings Plan rates and of reservations; the first figure of several stands."""
    types = document["ec2_instance_types"]
    reservations = {}
    for row in [*instance_reservations(types), *node_reservations(document["facts"])]:
        reservations.setdefault((row["years"], row["payment"], row["meter"], row["pool"]), row)
    return {"savings_plan_rates": list(savings_plan_rates(types)), "reservations": list(reservations.values())}
