"""Checks of what FOCUS says in words about commitments: purchases, what they cover and what is lost of them."""

from decimal import Decimal

from own_checks import checks, covers, each, is_purchase, money, one_each


def by_commitment(file):
    groups = {}
    for row in file.rows:
        if row["CommitmentDiscountId"] is not None:
            groups.setdefault(row["CommitmentDiscountId"], []).append(row)
    return groups


def has_whole_payment(rows):
    """Tells whether a file holds all that was paid for what it shows: true where everything is paid hour by hour."""
    purchases = [row for row in rows if is_purchase(row)]
    return bool(purchases) and all(
        row["ChargeFrequency"] == "Recurring" and "no upfront" in row["CommitmentDiscountName"].lower()
        for row in purchases
    )


@checks("DiscountHandling-A-009-C")
def covered_usage_is_billed_at_nothing(file):
    return each(file, lambda row: covers(row) and money(row, "BilledCost") != 0, "BilledCost of covered usage")


@checks("DiscountHandling-A-010-C")
def covered_usage_has_its_share_of_the_cost(file):
    return each(
        file,
        lambda row: covers(row)
        and (money(row, "EffectiveCost") == 0) != (money(row, "CommitmentDiscountQuantity") == 0)
        and row["CommitmentDiscountCategory"] == "Spend",
        "EffectiveCost of covered usage",
    )


@checks("DiscountHandling-A-012-C", "DiscountHandling-A-019-C", "ResourceId-C-004-C")
def commitments_are_their_own_resource(file):
    def is_wrong(row):
        is_own = is_purchase(row) or row["CommitmentDiscountStatus"] == "Unused"
        return row["ResourceId"] != (row["CommitmentDiscountId"] if is_own else None)

    return each(file, is_wrong, "ResourceId")


@checks("DiscountHandling-A-013-C", "DiscountHandling-A-014-C", "DiscountHandling-A-018-C")
def commitments_have_a_status_unless_bought(file):
    return each(
        file,
        lambda row: row["CommitmentDiscountId"] is not None
        and (row["ChargeCategory"] == "Purchase") == covers(row),
        "CommitmentDiscountStatus",
    )


@checks("CommitmentDiscountId-C-007-M", "CommitmentDiscountUnit-C-008-M", "ResourceId-C-007-M")
def commitments_are_told_apart(file):
    columns = ("CommitmentDiscountName", "CommitmentDiscountType", "CommitmentDiscountUnit")
    found = [one for column in columns for one in one_each(file, "CommitmentDiscountId", column)]
    return found + one_each(file, "ResourceId", "ResourceType")


@checks("CommitmentDiscountUnit-C-009-M", "CommitmentDiscountUnit-C-010-C")
def units_fit_the_kind_of_commitment(file):
    def is_wrong(row):
        if row["CommitmentDiscountId"] is None:
            return False
        is_spend = row["CommitmentDiscountCategory"] == "Spend"
        return (row["CommitmentDiscountUnit"] == "USD") != is_spend

    return each(file, is_wrong, "CommitmentDiscountUnit")


@checks("ResourceName-C-006-C")
def names_are_not_ids(file):
    return each(file, lambda row: row["ResourceId"] and row["ResourceName"] == row["ResourceId"], "ResourceName")


@checks("CommitmentDiscountQuantity-C-011-C", "CommitmentDiscountQuantity-C-012-C")
def bought_money_is_what_is_paid(file):
    return each(
        file,
        lambda row: is_purchase(row)
        and row["CommitmentDiscountUnit"] == "USD"
        and money(row, "CommitmentDiscountQuantity") != money(row, "BilledCost"),
        "CommitmentDiscountQuantity of a purchase",
    )


@checks("CommitmentDiscountQuantity-C-014-C", "CommitmentDiscountQuantity-C-015-C")
def used_money_is_what_it_costs(file):
    return each(
        file,
        lambda row: covers(row)
        and row["CommitmentDiscountUnit"] == "USD"
        and money(row, "CommitmentDiscountQuantity") != money(row, "EffectiveCost"),
        "CommitmentDiscountQuantity of usage",
    )


@checks("EffectiveCost-C-012-C", "DiscountHandling-A-011-C", "DiscountHandling-A-017-C")
def effective_costs_spread_what_was_paid(file):
    """What is paid hour by hour is spread in the same file; what was paid in advance reaches beyond it."""
    problems = []
    for commitment, rows in by_commitment(file).items():
        if not has_whole_payment(rows):
            continue
        paid = sum((money(row, "BilledCost") for row in rows if is_purchase(row)), Decimal(0))
        spread = sum((money(row, "EffectiveCost") for row in rows if covers(row)), Decimal(0))
        if paid != spread:
            problems.append(f"commitment '{commitment}': {paid} USD were paid and {spread} USD spread over usage")
    return problems


@checks("EffectiveCost-C-013-C")
def effective_costs_are_used_or_unused(file):
    return each(
        file,
        lambda row: row["ChargeCategory"] == "Usage"
        and row["CommitmentDiscountId"] is not None
        and row["CommitmentDiscountStatus"] not in ("Used", "Unused"),
        "usage under a commitment that is neither used nor unused",
    )
