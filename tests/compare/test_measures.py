import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.sparse import csr_array

from civictext.compare.measures import (
    adjusted,
    bootstrap_shares,
    cohens_h,
    difference_interval,
    mantel_haenszel,
    reach,
    share_interval,
    two_sided,
    widened,
)


def test_cohens_h_of_cohens_table():
    # Cohen (1988), table 6.2.2: φ(.65) = 1.875, φ(.45) = 1.471
    assert cohens_h(np.array(0.65), np.array(0.45)) == pytest.approx(1.875 - 1.471, abs=0.001)


def test_adjusted_follows_the_example_of_benjamini_and_hochberg():
    # the 15 p-values of their section 3.2: four hypotheses are rejected at 0.05
    p = [
        0.0001,
        0.0004,
        0.0019,
        0.0095,
        0.0201,
        0.0278,
        0.0298,
        0.0344,
        0.0459,
        0.3240,
        0.4262,
        0.5719,
        0.6528,
        0.7590,
        1.0,
    ]
    q = adjusted(np.array(p))
    assert (q <= 0.05).sum() == 4
    assert q[3] == pytest.approx(0.0095 * 15 / 4)


@given(st.lists(st.floats(0, 1), max_size=20), st.integers(0, 5))
def test_adjusted_is_never_smaller_and_keeps_gaps(p, n_missing):
    values = np.array(p + [np.nan] * n_missing)
    q = adjusted(values)
    assert np.isnan(q).sum() == n_missing
    assert (q[: len(p)] >= values[: len(p)] - 1e-12).all()
    assert (q[: len(p)] <= 1).all()


def test_reach_widens_as_units_get_fewer():
    reaches = [reach(n) for n in (3, 5, 10, 50, 100_000)]
    assert reaches == sorted(reaches, reverse=True)
    assert reaches[-1] == pytest.approx(1.96, abs=0.001)
    # t with 9 degrees of freedom is 2.262
    assert reach(10) == pytest.approx(2.262 * math.sqrt(10 / 9), abs=0.001)


def test_share_interval_by_hand():
    # φ(½) = π/4; drawn φ are π/4 ± 0.1, so their deviation is 0.1
    drawn = np.sin(np.pi / 4 + np.array([[-0.1], [0.1]])) ** 2
    low, high = share_interval(drawn, np.array([0.5]), 10)
    assert low[0] == pytest.approx(np.sin(np.pi / 4 - 0.1 * reach(10)) ** 2)
    assert high[0] == pytest.approx(1 - low[0])
    difference = difference_interval(np.array([[-0.1], [0.1]]), np.array([0.0]), 10)
    assert difference[1][0] == pytest.approx(0.1 * reach(10))


def test_bootstrap_of_equal_units_does_not_vary():
    counts, sizes = csr_array(np.array([[1.0], [2.0], [3.0]])), np.array([2.0, 4.0, 6.0])
    sums, of = bootstrap_shares(counts, sizes, np.random.default_rng(0), 200)
    assert (sums[:, 0] / of == 0.5).all()
    assert of.min() >= 6
    assert of.max() <= 18


def test_bootstrap_has_the_spread_that_theory_gives():
    # means of n units drawn with replacement have variance s²/n, s² with denominator n
    values = np.arange(30.0)
    sums, of = bootstrap_shares(csr_array(values[:, None]), np.ones(30), np.random.default_rng(1), 20_000)
    assert (sums[:, 0] / of).std() == pytest.approx(values.std() / math.sqrt(30), rel=0.03)


def test_widened_gives_silent_groups_an_upper_bound():
    # Wilson for 0 of 4: z² / (n + z²) with z = 1.96
    low, high = widened(np.zeros(3), np.array([0.0, 1.0, 0.7]), np.array([0.0, 1.0, 0.3]), 4)
    bound = 1.95996**2 / (4 + 1.95996**2)
    assert high == pytest.approx([bound, 1, 0.7], abs=1e-4)
    assert low == pytest.approx([0, 1 - bound, 0], abs=1e-4)


def test_two_sided_counts_the_observed_among_the_draws():
    drawn = np.array([[0.0], [1.0], [2.0], [3.0]])
    assert two_sided(np.array([3.0]), drawn)[0] == pytest.approx(2 * 2 / 5)
    assert two_sided(np.array([9.0]), drawn)[0] == pytest.approx(2 * 1 / 5)
    assert two_sided(np.array([1.5]), drawn)[0] == 1


def test_mantel_haenszel_of_one_resolution_is_the_hypergeometric_chi_square():
    # 10 recommendations, 4 of the group, 5 with the label, 4 both: (4 − 2)² / (4·5·6·5 / (100·9)) = 6
    p = mantel_haenszel(np.array([4.0]), np.array([[5.0]]), np.array([[4.0]]), np.array([10.0]))
    assert p[0] == pytest.approx(stats.chi2.sf(6, 1))


def test_mantel_haenszel_is_silent_where_no_resolution_can_tell():
    sizes, has = np.array([3.0, 1.0]), np.array([[3.0], [0.0]])
    assert np.isnan(mantel_haenszel(np.array([1.0, 1.0]), has, np.array([[1.0], [0.0]]), sizes)).all()
