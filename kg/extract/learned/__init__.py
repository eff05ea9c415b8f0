"""Who says what, learned: a small encoder over the parse and the rules' reports, run by onnxruntime."""

from kg.extract.learned.reading import LearnedReading
from kg.extract.learned.tagger import Tagger

__all__ = ["LearnedReading", "Tagger"]
