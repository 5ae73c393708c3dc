"""Stage of the flow: cluster. Recommendations that ask for the same measure; reads tables, never a Doc."""

from civictext.cluster.commitments import CommitmentClusterer
from civictext.cluster.copies import Run, copy_groups, word_diff
from civictext.cluster.encoders import ENCODERS, Encoder, make_encoder
from civictext.cluster.run import cluster_commitments
from civictext.cluster.together import Together, weakest_link, why_together

__all__ = [
    "ENCODERS",
    "CommitmentClusterer",
    "Encoder",
    "Run",
    "Together",
    "cluster_commitments",
    "copy_groups",
    "make_encoder",
    "weakest_link",
    "why_together",
    "word_diff",
]
