"""The tables of names speak of fields that articles have, and each name of one field."""

from itertools import chain

from newscrawl.dom.metadata.vocabulary import (
    ARTICLE_TYPES,
    CARDS,
    JSON_LD_PROPERTIES,
    KNOWN_META_NAMES,
    META_NAMES,
    MICRODATA_FIELDS,
    OTHER_ITEM_TYPES,
)


def test_names_are_lower_case_and_stand_once_in_their_field() -> None:
    for field, names in META_NAMES.items():
        assert names == tuple(name.strip().lower() for name in names), field
        assert len(set(names)) == len(names), field


def test_each_name_of_a_meta_element_is_gathered() -> None:
    assert set(chain.from_iterable(META_NAMES.values())) <= KNOWN_META_NAMES
    assert set(chain.from_iterable(CARDS)) <= KNOWN_META_NAMES


def test_properties_and_items_lead_to_fields_that_meta_elements_have_too() -> None:
    fields = set(META_NAMES)
    assert set(JSON_LD_PROPERTIES) <= fields
    assert set(MICRODATA_FIELDS.values()) <= fields
    assert set(MICRODATA_FIELDS) == {name.lower() for name in MICRODATA_FIELDS}


def test_no_type_is_an_article_and_something_else() -> None:
    assert not ARTICLE_TYPES & set(OTHER_ITEM_TYPES)
