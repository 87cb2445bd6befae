"""Checks of the rules that FOCUS states in words alone; each returns what contradicts its rules."""

import re
from decimal import Decimal

from conditions import BLANKS, FORMATS, is_instant, is_number, is_product, key_values

PRICING_CATEGORY_OF_SPOT = {"spot": "Dynamic", "fargate_spot": "Dynamic"}
NUMBERS = ("BilledCost CommitmentDiscountQuantity ConsumedQuantity ContractedCost ContractedUnitPrice EffectiveCost "
           "ListCost ListUnitPrice PricingCurrencyContractedUnitPrice PricingCurrencyEffectiveCost "
           "PricingCurrencyListUnitPrice PricingQuantity").split()
INSTANTS = "BillingPeriodEnd BillingPeriodStart ChargePeriodEnd ChargePeriodStart".split()
UNITS = "PricingUnit ConsumedUnit CommitmentDiscountUnit".split()
# Properties of SKU prices that FOCUS names and that we write; all are texts.
SKU_PROPERTIES = ("InstanceType", "OperatingSystem")
LISTED_UNITS = "Years Months Days Hours Minutes Seconds KB MB GB TB KiB MiB GiB TiB".split()
CAPITALS = {name.lower(): name for name in LISTED_UNITS}
CHECKS = {}


def checks(*ids):
    """Registers a check under the rules that it stands for."""

    def register(function):
        for rule_id in ids:
            CHECKS[rule_id] = function
        return function

    return register


def each(file, is_wrong, text):
    """Returns the rows that are wrong, by their line in the file."""
    return [f"line {number}: {text}" for number, row in enumerate(file.rows, 2) if is_wrong(row)]


def one_each(file, first, second, counts=lambda row: True):
    values = {}
    for row in file.rows:
        if counts(row) and row[first] is not None:
            values.setdefault(row[first], set()).add(row[second])
    return [f"{first} '{key}' has several {second}" for key, found in values.items() if len(found) > 1]


def is_custom(column):
    return column.startswith("x_")


def covers(row):
    return row["CommitmentDiscountStatus"] is not None


def is_purchase(row):
    return row["ChargeCategory"] == "Purchase" and row["CommitmentDiscountId"] is not None


def money(row, column):
    return Decimal(row[column])


@checks(*(f"DateTimeFormat-A-00{number}-M" for number in (1, 2, 4, 5, 6)))
def instants_are_utc(file):
    return [found for column in INSTANTS for found in each(file, lambda row: not is_instant(row[column] or ""), column)]


@checks(*(f"NumericFormat-A-0{number:02}-M" for number in range(2, 12)))
def numbers_are_plain(file):
    return [
        found
        for column in NUMBERS
        for found in each(file, lambda row: row[column] is not None and not is_number(row[column]), column)
    ]


@checks("NumericFormat-A-001-O")
def own_numbers_are_plain(file):
    columns = ("x_EffectiveUnitPrice", "x_Replications")
    return [
        found
        for column in columns
        for found in each(file, lambda row: row[column] is not None and not is_number(row[column]), column)
    ]


@checks("CurrencyFormat-A-001-C")
def currencies_are_codes(file):
    columns = ("BillingCurrency", "PricingCurrency")
    return [c for column in columns for c in each(file, lambda row: not FORMATS["currency"](row[column]), column)]


@checks("StringHandling-A-001-M")
def texts_are_unicode(file):
    # What is not UTF-8 is refused when the file is read; here what was replaced or truncated on the way to it.
    return each(file, lambda row: any("\ufffd" in value or "\0" in value for value in row.values() if value), "U+FFFD")


@checks("StringHandling-A-002-O", "StringHandling-A-007-M", "NullHandling-A-001-C", "NullHandling-A-002-M")
def nothing_stands_for_null(file):
    return [
        found
        for column in file.columns
        for found in each(file, lambda row: row[column] is not None and row[column].strip() in BLANKS, column)
    ]


@checks("ColumnHandling-A-001-M", "ColumnHandling-A-003-M", "ColumnHandling-A-005-O", "ColumnHandling-A-011-O")
def columns_are_pascal_case(file):
    names = [column.removeprefix("x_") for column in file.columns]
    return [name for name in names if not re.fullmatch(r"([A-Z][a-z0-9]*)+", name) or len(name) > 50]


@checks("ColumnHandling-A-010-M")
def own_columns_are_marked(file):
    from focus_file import read_rules

    known = {rule.column for rule in read_rules()}
    return [column for column in file.columns if not is_custom(column) and column not in known]


@checks("ColumnHandling-A-012-O", "ColumnHandling-A-013-O")
def own_columns_come_last(file):
    return [] if sorted(file.columns, key=is_custom) == file.columns else ["columns of our own stand before FOCUS's"]


@checks("UnitFormat-A-001-M", "UnitFormat-A-004-C")
def units_are_well_formed(file):
    return [
        found
        for column in UNITS
        for found in each(file, lambda row: row[column] and not FORMATS["unit"](row[column]), column)
    ]


@checks("UnitFormat-A-003-M")
def units_have_the_listed_capitals(file):
    def is_wrong(text):
        return any(CAPITALS.get(word.lower(), word) != word for word in re.split(r"[ /-]", text))

    return [u for column in UNITS for u in each(file, lambda row: row[column] and is_wrong(row[column]), column)]


@checks(*(f"KeyValueFormat-A-00{number}-M" for number in (1, 2, 3, 4)))
def key_values_are_flat(file):
    columns = ("Tags", "SkuPriceDetails")
    return [
        found
        for column in columns
        for found in each(file, lambda row: row[column] and not FORMATS["key_values"](row[column]), column)
    ]


@checks("SkuPriceDetails-C-002-O", "SkuPriceDetails-C-017-C", "SkuPriceDetails-C-020-M", "SkuPriceDetails-C-021-M")
def sku_properties_are_known(file):
    def is_wrong(row):
        members = key_values(row["SkuPriceDetails"]) if row["SkuPriceDetails"] else {}
        return any(
            not isinstance(value, str) or not (key in SKU_PROPERTIES or re.fullmatch(r"x_[A-Z][A-Za-z0-9]*", key))
            for key, value in members.items()
        )

    return each(file, is_wrong, "SkuPriceDetails")


@checks("Tags-C-006-M", "Tags-C-008-M")
def tags_have_values(file):
    return each(
        file,
        lambda row: row["Tags"] and not all(v is True or isinstance(v, str) for v in key_values(row["Tags"]).values()),
        "Tags",
    )


@checks("BillingPeriodStart-C-004-M", "BillingPeriodEnd-C-004-M")
def billing_periods_are_months(file):
    def is_wrong(row):
        first, end = row["BillingPeriodStart"], row["BillingPeriodEnd"]
        year, month = int(first[:4]), int(first[5:7])
        following = f"{year + month // 12:04}-{month % 12 + 1:02}-01T00:00:00Z"
        starts = first == f"{year:04}-{month:02}-01T00:00:00Z"
        # A normalised month has hours of its own.
        return not starts or (end != following if row["x_BillKind"] == "horizon" else end <= first)

    return each(file, is_wrong, "the billing period is no month")


@checks("ChargePeriodStart-C-004-M", "ChargePeriodEnd-C-004-M")
def charge_periods_lie_in_billing_periods(file):
    def is_wrong(row):
        first, end = row["ChargePeriodStart"], row["ChargePeriodEnd"]
        inside = row["BillingPeriodStart"] <= first and end <= row["BillingPeriodEnd"]
        return first >= end or (row["ChargeCategory"] == "Usage" and not inside)

    return each(file, is_wrong, "the charge period is empty or outside the billing period")


@checks("AvailabilityZone-C-003-C")
def zones_lie_in_their_region(file):
    return each(
        file,
        lambda row: row["AvailabilityZone"] and not row["AvailabilityZone"].startswith(row["RegionId"]),
        "AvailabilityZone",
    )


@checks("SkuMeter-C-006-O")
def skus_have_one_meter(file):
    return one_each(file, "SkuId", "SkuMeter")


@checks("SkuPriceDetails-C-007-M")
def sku_prices_have_one_description(file):
    return one_each(file, "SkuPriceId", "SkuPriceDetails")


@checks("SkuPriceId-C-014-C", "SkuPriceId-C-015-C")
def sku_prices_have_one_price(file):
    def is_fixed(row):
        return row["PricingCategory"] != "Dynamic" and not is_purchase(row)

    columns = ("ListUnitPrice", "ContractedUnitPrice")
    return [found for column in columns for found in one_each(file, "SkuPriceId", column, is_fixed)]


@checks("SkuPriceId-C-013-M")
def prices_have_a_book(file):
    return each(file, lambda row: not row["x_PriceBookDigest"], "no price book is named")


@checks("SkuPriceId-C-012-C", "SkuId-C-011-C")
def skus_have_a_service(file):
    return each(file, lambda row: not row["ServiceName"], "no service")


@checks("SkuId-C-009-M", "SkuId-C-010-M")
def skus_are_the_same_however_paid(file):
    return each(
        file,
        lambda row: row["x_PurchaseOption"] and row["x_PurchaseOption"] in row["SkuId"].split("/"),
        "SkuId depends on the purchase option",
    )


@checks("ListUnitPrice-C-009-M", "ContractedUnitPrice-C-010-C", "ListCost-C-005-M", "ContractedCost-C-005-M",
        "EffectiveCost-C-006-M", "BilledCost-C-006-M", "PricingCurrencyListUnitPrice-C-009-M",
        "PricingCurrencyContractedUnitPrice-C-009-C", "PricingCurrencyEffectiveCost-C-006-M",
        "PricingCurrencyEffectiveCost-C-005-M")
def currencies_agree(file):
    pairs = ("ListUnitPrice", "ContractedUnitPrice", "EffectiveCost")
    return each(
        file,
        lambda row: row["BillingCurrency"] != row["PricingCurrency"]
        or any(row[column] != row["PricingCurrency" + column] for column in pairs),
        "amounts differ between the currencies",
    )


@checks("PricingQuantity-C-009-C")
def prices_times_quantities_are_costs(file):
    return [
        found
        for name in ("List", "Contracted")
        for found in each(
            file, lambda row: not is_product(row, name + "UnitPrice", "PricingQuantity", name + "Cost"), name + "Cost"
        )
    ]


@checks("ChargeClass-C-003-C")
def nothing_is_corrected(file):
    return each(file, lambda row: row["ChargeClass"] is not None, "a forecast corrects no invoice")


@checks("CapacityReservationId-C-004-C")
def no_capacity_is_reserved(file):
    return each(file, lambda row: row["CapacityReservationId"] is not None, "capacity reservations are not modelled")


@checks("PricingCategory-C-008-C", "PricingCategory-C-009-C", "PricingCategory-C-010-C", "CommitmentDiscountId-C-004-C",
        "CommitmentDiscountId-C-005-C", "DiscountHandling-A-006-C", "DiscountHandling-A-015-C")
def pricing_categories_fit(file):
    def expected(row):
        if row["CommitmentDiscountId"] is not None and not is_purchase(row):
            return "Committed"
        return PRICING_CATEGORY_OF_SPOT.get(row["x_PurchaseOption"], "Standard")

    return each(
        file,
        lambda row: row["ChargeCategory"] in ("Usage", "Purchase") and row["PricingCategory"] != expected(row),
        "PricingCategory fits neither purchase option nor commitment",
    )


@checks("RegionId-C-004-C", "SubAccountId-C-005-C")
def places_and_accounts_are_named(file):
    return each(file, lambda row: not row["RegionId"] or not row["SubAccountId"], "no region or no account")


@checks("SubAccountType-C-006-M", "BillingAccountType-C-006-M")
def account_types_are_one_text(file):
    columns = ("SubAccountType", "BillingAccountType")
    return [column for column in columns if len({row[column] for row in file.rows}) > 1]


@checks("ServiceName-C-006-C", "ServiceName-C-009-C")
def services_have_categories(file):
    # Savings Plans have no better place than among other compute or databases.
    return each(
        file,
        lambda row: row["ServiceCategory"] == "Other"
        or (row["ServiceSubcategory"].startswith("Other") and not (row["SkuMeter"] or "").startswith("commitment.")),
        "a service without a category",
    )


@checks("DiscountHandling-A-001-C", "DiscountHandling-A-020-C")
def only_credits_are_negative(file):
    return each(
        file, lambda row: row["ChargeCategory"] != "Credit" and money(row, "BilledCost") < 0, "a negative charge"
    )
