from kapstok.core.sorting import sort_key


def test_names_sort_as_a_reader_looks_them_up() -> None:
    assert sorted(["Zeist", "Épe", "edam"], key=sort_key) == ["edam", "Épe", "Zeist"]


def test_a_key_fits_even_when_taking_signs_apart_makes_it_longer() -> None:
    assert len(sort_key("…" * 150)) == 200
