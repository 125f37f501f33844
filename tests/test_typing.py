"""The types are true at run time too."""

import typed_consumer
from tipdata import Tier


def test_the_typed_consumer_runs() -> None:
    """What type checkers are promised is what a run gives."""
    answers = typed_consumer.answers()
    assert answers
    assert all(isinstance(tier, Tier) for tier in answers)
