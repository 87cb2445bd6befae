#!/usr/bin/env python3
"""Makes rules_1_2.tsv from the published rules of FOCUS 1.2.

    make_rules.py MODEL.json > rules_1_2.tsv

MODEL.json is `focus_validator/rules/model-1.2.0.1.json` of the package focus-validator 2.2.1 (finopsfoundation, MIT).
Composite rules only join others and are left out; what a composite demands of a row before its parts apply goes into
the condition of its parts. Conditions and requirements become small lists that conditions.py reads. Rules whose
machine-readable form contradicts their own text are mended, and say so in the last column.
"""

import json
import sys

COLUMNS = ("id", "column", "kind", "keyword", "text", "condition", "requirement", "mended")

CHECK = "CheckFunction"


def value(column, wanted):
    return {CHECK: "CheckValue", "ColumnName": column, "Value": wanted}


def not_value(column, unwanted):
    return {CHECK: "CheckNotValue", "ColumnName": column, "Value": unwanted}


def both(*items):
    return {CHECK: "AND", "Items": list(items)}


def either(*items):
    return {CHECK: "OR", "Items": list(items)}


# For each rule: what is put in the place of its condition or requirement, and why.
MENDED = {
    "CapacityReservationStatus-C-003-C": (
        {"Condition": value("CapacityReservationId", None)},
        "the model's condition is malformed",
    ),
    "CapacityReservationStatus-C-004-C": (
        {"Condition": both(not_value("CapacityReservationId", None), value("ChargeCategory", "Usage"))},
        "the model's condition is malformed, so that the rule applies to every row",
    ),
    "CommitmentDiscountStatus-C-004-C": (
        {"Condition": both(not_value("CommitmentDiscountId", None), value("ChargeCategory", "Usage"))},
        "the model's condition is the opposite of the text",
    ),
    "CommitmentDiscountStatus-C-005-M": (
        {
            "Condition": not_value("CommitmentDiscountStatus", None),
            "Requirement": either(*(value("CommitmentDiscountStatus", word) for word in ("Used", "Unused"))),
        },
        "the model allows Active, Expired and Pending; the specification allows Used and Unused",
    ),
    "CommitmentDiscountCategory-C-005-M": (
        {"Condition": not_value("CommitmentDiscountCategory", None)},
        "null is allowed where there is no commitment",
    ),
    "CommitmentDiscountQuantity-C-010-C": (
        {"Condition": value("ChargeCategory", "Purchase")},
        "the model asks for a charge category of null, the text for Purchase",
    ),
    "ConsumedQuantity-C-006-C": (
        {"Condition": not_value("ChargeClass", "Correction")},
        "the model's condition is the opposite of the text",
    ),
    "InvoiceId-C-005-C": (
        {"Requirement": {}},
        "the model has no condition, so that it contradicts InvoiceId-C-004-C",
    ),
    "PricingCurrencyEffectiveCost-C-004-M": (
        {"Requirement": {CHECK: "FormatNumeric", "ColumnName": "PricingCurrencyEffectiveCost"}},
        "the model tests PricingCurrencyListUnitPrice",
    ),
    "ResourceId-C-006-C": ({"Condition": not_value("ResourceId", None)}, "the model's condition is malformed"),
    "Tags-C-003-C": ({"Condition": not_value("Tags", None)}, "the model's condition is the opposite of the text"),
    "ResourceName-C-005-C": (
        {"Condition": not_value("ResourceId", None)},
        "the model's condition is the opposite of the text",
    ),
}
# Rules that the model states in words alone, though its language can say them.
STATED = {
    "ResourceName-C-004-C": value("ResourceName", None),
    "ResourceName-C-005-C": not_value("ResourceName", None),
    "CommitmentDiscountName-C-006-C": not_value("CommitmentDiscountName", None),
    "PricingCurrencyContractedUnitPrice-C-004-C": value("PricingCurrencyContractedUnitPrice", None),
    "PricingCurrencyContractedUnitPrice-C-005-C": not_value("PricingCurrencyContractedUnitPrice", None),
    "PricingCurrencyContractedUnitPrice-C-008-C": {
        CHECK: "CheckGreaterOrEqualThanValue",
        "ColumnName": "PricingCurrencyContractedUnitPrice",
        "Value": 0,
    },
    "ContractedCost-C-009-C": {
        CHECK: "ColumnByColumnEqualsColumnValue",
        "ColumnAName": "ContractedUnitPrice",
        "ColumnBName": "PricingQuantity",
        "ResultColumnName": "ContractedCost",
    },
    "ConsumedQuantity-C-008-C": {CHECK: "FormatNumeric", "ColumnName": "ConsumedQuantity"},
    "CommitmentDiscountQuantity-C-009-M": {CHECK: "FormatNumeric", "ColumnName": "CommitmentDiscountQuantity"},
}
for cost in ("ContractedCost", "EffectiveCost", "ListCost"):
    STATED[f"{cost}-C-0{'10' if cost == 'EffectiveCost' else '08'}-C"] = {
        CHECK: "CheckSameValue",
        "ColumnAName": cost,
        "ColumnBName": "BilledCost",
    }
for rule, requirement in STATED.items():
    change, reason = MENDED.get(rule, ({}, ""))
    MENDED[rule] = ({**change, "Requirement": requirement}, reason or "the model states the rule in words alone")
DECIMALS = {f"{metric}-C-004-M": metric for metric in ("BilledCost", "EffectiveCost", "ListCost", "ContractedCost")}
for rule, metric in {**DECIMALS, "PricingQuantity-C-008-M": "PricingQuantity"}.items():
    MENDED[rule] = (
        {"Requirement": {CHECK: "FormatNumeric", "ColumnName": metric}},
        "the model only tests that the value is not null",
    )


def compact(check):
    """Returns a check of the model as a small list."""
    if not check:
        return None
    kind = check[CHECK]
    if kind in ("AND", "OR"):
        items = [compact(item) for item in check["Items"]]
        columns = {item[1] for item in items if item[0] == "is"}
        if kind == "OR" and len(columns) == 1 and all(item[0] == "is" for item in items):
            return ["is", columns.pop(), *(item[2] for item in items)]
        return ["all" if kind == "AND" else "any", *items]
    if kind == "CheckValue":
        return ["is", check["ColumnName"], check["Value"]]
    if kind == "CheckNotValue":
        return ["is_not", check["ColumnName"], check["Value"]]
    if kind == "CheckGreaterOrEqualThanValue":
        return ["at_least", check["ColumnName"], check["Value"]]
    if kind == "ColumnByColumnEqualsColumnValue":
        return ["product", check["ColumnAName"], check["ColumnBName"], check["ResultColumnName"]]
    if kind == "CheckDistinctCount":
        return ["one_each", check["ColumnAName"], check["ColumnBName"]]
    if kind in ("CheckSameValue", "CheckNotSameValue"):
        return ["same" if kind == "CheckSameValue" else "differ", check["ColumnAName"], check["ColumnBName"]]
    words = {
        "ColumnPresent": "present",
        "TypeString": "string",
        "FormatString": "string",
        "TypeDecimal": "number",
        "FormatNumeric": "number",
        "CheckDecimalValue": "number",
        "TypeDateTime": "instant",
        "FormatDateTime": "instant",
        "FormatUnit": "unit",
        "FormatKeyValue": "key_values",
        "FormatCurrency": "currency",
        "CheckNationalCurrency": "currency",
    }
    return [words[kind], check["ColumnName"]]


def joined(conditions):
    """Returns several conditions as one."""
    given = [one for one in conditions if one]
    if len(given) < 2:
        return given[0] if given else None
    return ["all", *given]


def main():
    rules = json.load(open(sys.argv[1], encoding="utf-8"))["ModelRules"]
    criteria = {}
    for rule_id, rule in rules.items():
        change, _ = MENDED.get(rule_id, ({}, ""))
        criteria[rule_id] = {**rule["ValidationCriteria"], **change}
    above = {}
    for rule_id, rule in rules.items():
        if rule["Function"] != "Composite":
            continue
        for item in criteria[rule_id]["Requirement"].get("Items", []):
            above.setdefault(item.get("ModelRuleId"), set()).add(rule_id)

    def conditions_of(rule_id):
        inherited = [one for parent in sorted(above.get(rule_id, ())) for one in conditions_of(parent)]
        own = compact(criteria[rule_id]["Condition"])
        return inherited + [own] if own and own not in inherited else inherited

    print("# Rules of FOCUS 1.2 (model 1.2.0.1 of focus-validator 2.2.1, MIT), made by make_rules.py.")
    print("\t".join(COLUMNS))
    for rule_id, rule in rules.items():
        if rule["Function"] == "Composite":
            continue
        one = criteria[rule_id]
        expressions = [joined(conditions_of(rule_id)), compact(one["Requirement"])]
        fields = [rule_id, rule["Reference"], rule["Function"], one["Keyword"], " ".join(one["MustSatisfy"].split())]
        fields += [json.dumps(each) if each else "" for each in expressions]
        print("\t".join([*fields, MENDED.get(rule_id, ({}, ""))[1]]))


if __name__ == "__main__":
    main()
