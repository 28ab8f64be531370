"""Blocks of Unicode by which scripts are told apart, as a character class of a pattern takes them."""

UNIFIED_IDEOGRAPHS = "\u4e00-\u9fff"  # CJK Unified Ideographs: all that GB 2312, GBK, Big5 and JIS X 0208 have
IDEOGRAPHS = f"\u3400-\u4dbf{UNIFIED_IDEOGRAPHS}"  # and Extension A
KANA = "\u3040-\u30ff"  # Hiragana and Katakana
HANGUL = "\uac00-\ud7af"  # Hangul Syllables
