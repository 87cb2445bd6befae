"""Figures of scenarios that play one round again and again: what holds at an instant, or in a part, of every round.

A round has a whole number of minutes; the timeline has a row for each, whose levels are those at its end.
"""

from statistics import fmean, pvariance


def rounds(result, series, length):
    """Returns a series of the timeline, in lists of one round each."""
    values = result["timeline"][series]
    return [values[start : start + length] for start in range(0, len(values) - length + 1, length)]


def counts(result, length, begin, end):
    """Returns the requests that came from one minute of each round to another."""
    return [sum(one[begin:end]) for one in rounds(result, "offered", length)]


def present(result, length, minute):
    """Returns how many are present a number of minutes after the start of each round; 0 is the round's end."""
    return [one[minute - 1] for one in rounds(result, "backends.desk.present", length)]


def share(values, is_one):
    """Returns the share of values for which something holds."""
    return fmean(1.0 if is_one(value) else 0.0 for value in values)


def covariance(first, second):
    """Returns the covariance of pairs."""
    mean_of_first, mean_of_second = fmean(first), fmean(second)
    return fmean((a - mean_of_first) * (b - mean_of_second) for a, b in zip(first, second, strict=True))


# Twenty minutes stand for an hour of a day.
DAY = 480
COUNTS_OF_DAYS = {
    "mean_0_6": lambda result: fmean(counts(result, DAY, 0, 120)),
    "var_0_6": lambda result: pvariance(counts(result, DAY, 0, 120)),
    "mean_18_24": lambda result: fmean(counts(result, DAY, 360, 480)),
    "var_18_24": lambda result: pvariance(counts(result, DAY, 360, 480)),
    "cov_0_6_18_24": lambda result: covariance(counts(result, DAY, 0, 120), counts(result, DAY, 360, 480)),
    "P_none_in_18_to_18p05": lambda result: share(counts(result, DAY, 360, 361), lambda count: count == 0),
}

# A minute stands for an hour of a day; 16 minutes without traffic follow. Who comes sees what holds at the instant.
LOSSES = 40
LOSSES_OF_DAYS = {
    "P_block_t6": lambda result: share(present(result, LOSSES, 6), lambda count: count == 100),
    "P_block_t9": lambda result: share(present(result, LOSSES, 9), lambda count: count == 100),
    "mean_t6": lambda result: fmean(present(result, LOSSES, 6)),
    "mean_t12": lambda result: fmean(present(result, LOSSES, 12)),
    "blocked_fraction_day": lambda result: result["requests"]["failed"]["mean"] / result["requests"]["offered"]["mean"],
}

# A period of the sine lasts four minutes, and the first twenty are left out.
SINE = 4
EARLY = 20
SINES = {
    "mean_phase0": lambda result: fmean(present(result, SINE, 0)[EARLY:]),
    "mean_phase_quarter": lambda result: fmean(present(result, SINE, 1)[EARLY:]),
    "var_phase_quarter": lambda result: pvariance(present(result, SINE, 1)[EARLY:]),
}

# A minute stands for a unit of time.
FILLING = 34
FILLINGS = {
    "mean_t1": lambda result: fmean(present(result, FILLING, 1)),
    "mean_t4": lambda result: fmean(present(result, FILLING, 4)),
    "var_t1": lambda result: pvariance(present(result, FILLING, 1)),
    "var_t4": lambda result: pvariance(present(result, FILLING, 4)),
}
