"""Tell whether bytes read in a codec look like text of the languages that it was made for."""

from newscrawl.text.decode.charsets import LANGUAGES, MULTIBYTE
from newscrawl.text.decode.reading import decode_sample
from newscrawl.text.likelihood import Likelihood, likelihood

# Scores (see ``Likelihood``: natural log per character; chosen by hand) from which text is believed to be in the
# charset in which it was read. Letters of an alphabet are each more likely than one of thousands of characters.
MIN_SCORE = -8.5
_MIN_ALPHABET_SCORE = -6.5


def is_plausible(found: Likelihood, codec: str) -> bool:
    """Tell whether text that was read in ``codec`` is likely enough to be believed."""
    return found.score > (MIN_SCORE if codec in MULTIBYTE else _MIN_ALPHABET_SCORE)


def likelihood_in(codec: str, sample: bytes) -> Likelihood:
    """Judge ``sample``, read in ``codec``, by the languages of that charset only.

    EUC-JP read as GBK keeps its kana and looks like Japanese, short EUC-KR can look like Greek.
    """
    return likelihood(decode_sample(sample, codec), LANGUAGES.get(codec, ()))
