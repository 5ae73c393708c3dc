"""Stage of the flow: cluster. Recommendations that ask for the same measure; reads tables, never a Doc."""

from civictext.cluster.commitments import CommitmentClusterer
from civictext.cluster.encoders import ENCODERS, Encoder, make_encoder
from civictext.cluster.run import cluster_commitments

__all__ = ["ENCODERS", "CommitmentClusterer", "Encoder", "cluster_commitments", "make_encoder"]
