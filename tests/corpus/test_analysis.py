"""Words of scripts that dictionaries know nothing of."""

from __future__ import annotations

from corpus.analysis import BlankAnalyser


def test_letters_without_a_name_are_words_like_others() -> None:
    analyser = BlankAnalyser()
    assert analyser.lemmas("𗀀") == ("𗀀",)
    assert [token.lemma for token in analyser.tokens("ремонт 𗀀𗀁")] == ["ремонт", "𗀀𗀁"]
