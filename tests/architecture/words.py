"""Words that do not belong into a folder: sim has no AWS word, pricing has no clock, models has no JSON."""

import re

# Spelled in halves, or the checks would find themselves.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
AWS_WORDS = frozenset(
    "aws amazon ec2 ecs ecr alb elb nlb fargate aurora cloudfront cloudwatch route53 lambda s3 spot elasticache "
    "eventbridge sns sqs waf".split()
)
SIMULATION_WORDS = frozenset("simulation simulator sim simulated instant".split())
CLOCKS = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock|gettimeofday|clock_gettime)\b")
CHANCE = re.compile(r"\b(random_device|default_random_engine|srand|s?rand48|setlocale)\b"
                    r"|\bstd::(?:\w+_distribution|rand|hash|shuffle)\b")
# The standard fixes its numbers, so that tests may make input with it; results come from sim/chance alone.
TEST_CHANCE = re.compile(r"\bmt19937(?:_64)?\b")
# Where wall time is measured or shown, never used in a result.
CLOCK_FOLDERS = ("sim/replication/", "scenarios/", "python/", "tests/")


def words_of(text):
    """Yields each word with its position: identifiers are split at underscores and at capitals."""
    for identifier in re.finditer(r"[A-Za-z_][A-Za-z_0-9]*", text):
        for word in re.finditer(r"[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*", identifier.group()):
            yield identifier.start() + word.start(), word.group()


def find_words(file, text, forbidden, message):
    """Returns one violation for each forbidden word in the text of a file, whatever its capitals."""
    return [
        file.violation(file.line_of(position), message.format(word=word))
        for position, word in words_of(text)
        # s0, s1, s2, s3 are the state words of generators.
        if word.lower() in forbidden and word != "s3"
    ]


def find_pattern(file, text, pattern, message):
    return [
        file.violation(file.line_of(found.start()), message.format(word=found.group()))
        for found in pattern.finditer(text)
    ]


def check_aws_words(tree):
    """Nothing in sim, not even a comment, speaks of AWS."""
    violations = []
    for file in tree.files:
        if file.path.startswith("sim/"):
            violations += find_words(file, file.text, AWS_WORDS, "sim has no AWS word, but here stands '{word}'")
    return violations


def check_pricing_words(tree):
    """No code in pricing speaks of simulations, and none reads a clock."""
    violations = []
    for file in tree.files:
        if file.path.startswith("pricing/"):
            violations += find_words(file, file.code, SIMULATION_WORDS, "pricing has no simulation: '{word}'")
            violations += find_pattern(file, file.code, CLOCKS, "pricing has no clock: '{word}'")
    return violations


def check_model_words(tree):
    """No code in models speaks of JSON."""
    violations = []
    for file in tree.files:
        if file.path.startswith("models/") and not file.is_test:
            violations += find_words(file, file.without_comments, {"json"}, "models has no JSON: '{word}'")
    return violations


def check_determinism(tree):
    """Nothing that differs between runs, machines or releases of a library enters a result."""
    violations = []
    for file in tree.files:
        remedy = "'{word}' differs between runs or libraries: use sim/chance"
        violations += find_pattern(file, file.code, CHANCE, remedy)
        if not file.is_test:
            violations += find_pattern(file, file.code, TEST_CHANCE, remedy)
        if not file.path.startswith(CLOCK_FOLDERS) and not file.is_test:
            violations += find_pattern(file, file.code, CLOCKS, "'{word}' is wall time: results may not depend on it")
    return violations


def check_finished(tree):
    """No word of unfinished work stands in a source."""
    violations = []
    for file in tree.files:
        violations += find_pattern(file, file.text, UNFINISHED, "'{word}' marks unfinished work: finish it or drop it")
    return violations
