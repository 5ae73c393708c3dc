import pytest

from civictext.cluster import CommitmentClusterer
from civictext.cluster.granularity import granularity_value, moved_threshold

TEXTS = [
    "создать ресурсный центр нко",
    "открыть центр поддержка нко",
    "создать центр наставничество молодёжь",
    "провести ярмарка вакансия",
    "проводить ярмарка вакансия весна",
]


def test_finer_groups_are_never_fewer():
    counts = [
        len(set(CommitmentClusterer("lsa", granularity=g).fit(TEXTS).labels_.tolist()) - {-1})
        + (CommitmentClusterer("lsa", granularity=g).fit(TEXTS).labels_ == -1).sum()
        for g in ("coarse", -0.5, "normal", 0.5, "fine")
    ]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_names_stand_for_numbers():
    assert [granularity_value(g) for g in ("coarse", "normal", "fine", "0.25", -1)] == [-1, 0, 1, 0.25, -1]
    assert moved_threshold(0.4, "normal") == 0.4
    assert moved_threshold(0.4, -1) < 0.4 < moved_threshold(0.4, 1) < 1


@pytest.mark.parametrize("wrong", ["tiny", 2, "nan", None])
def test_others_are_refused_with_what_is_possible(wrong):
    with pytest.raises(ValueError, match=r"coarse, normal, fine or a number from -1 \(coarse\) to 1 \(fine\)"):
        granularity_value(wrong)


def test_settings_say_what_decided():
    ours = CommitmentClusterer(granularity="fine").settings()
    assert ours["similarity"].startswith("pairs")
    assert ours["granularity"] == 1
    assert ours["threshold"] > CommitmentClusterer().settings()["threshold"]
    words = CommitmentClusterer("tfidf", threshold=0.3).settings()
    assert (words["similarity"], words["version"], words["threshold"]) == ("tfidf", "1", 0.3)
