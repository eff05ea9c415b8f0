"""Who says what and who is for or against whom, learned: small networks over parse and rules, run by onnxruntime."""

from kg.extract.learned.reading import LearnedReading
from kg.extract.learned.stance import StanceNetwork
from kg.extract.learned.tagger import Scores, Tagger

__all__ = ["LearnedReading", "Scores", "StanceNetwork", "Tagger"]
