"""Files a person may edit, and what is said when one cannot be used."""

from pathlib import Path

import pytest

from sgp.config import Settings, read_forms, read_import_headings, read_settings, read_templates
from sgp.contract import coordinators_book
from sgp.errors import ExitCode, Stop


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "settings.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(path: Path) -> str:
    with pytest.raises(Stop) as stop:
        read_settings(path)
    assert stop.value.code == ExitCode.CONFIGURATION
    assert str(path) in str(stop.value)
    return str(stop.value)


def test_settings_are_read_and_what_is_not_said_has_its_default(tmp_path: Path) -> None:
    assert read_settings(written(tmp_path, "")) == Settings()
    found = read_settings(written(tmp_path, '\ufeffbook = "a.xlsx"\nlock_wait = 2\n[mail]\ntransport = "outbox"\n'))
    assert (found.book, found.staff_book, found.lock_wait) == ("a.xlsx", Settings().staff_book, 2)


@pytest.mark.parametrize(("text", "said"), [
    ('bok = "a.xlsx"', ("“bok” is not a setting", "“book”")), ('lock_wiat = 3', ("“lock_wiat”", "“lock_wait”")),
    ('[mail]\ntransprt = "outbox"', ("“mail.transprt”", "“transport”")),
    ('[mial]\ntransport = "outbox"', ("“mial” is not a setting", "“mail”")), ('lock_wait = "long"', ("“lock_wait” cannot be used",)),
    ("lock_wait = -1", ("“lock_wait” cannot be used",)),
    ("book = 3", ("“book” cannot be used",)), ('[mail]\ntransport = "pigeon"', ("“mail.transport” cannot be used", "outbox")),
    ('\n\nbook = = 3', ("line 3",)), ("book", ("Expected '='",)),
    ('book = "a"\nbook = "b"\n', ("line 2",)), ('bok = 1\nlock_wait = "x"\nbook = 3', ("“bok”", "“lock_wait”", "“book” cannot")),
    (b"PK\x03\x04", ("is a workbook",)),
])
def test_what_cannot_be_used_is_told_at_once_with_the_nearest_name(tmp_path: Path, text: str | bytes, said: tuple[str, ...]) -> None:
    message = refused(written(tmp_path, text))
    assert all(part in message for part in said), message


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    assert "no file" in refused(tmp_path / "nowhere.toml")
    assert "cannot be read" in refused(tmp_path)


def test_a_form_with_an_unknown_word_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, '[[form]]\nmeeting = "1"\ntitle = "x"\n[[form.questions]]\nfield = "now"\nwordng = "Now?"\n')
    with pytest.raises(Stop, match="wordng") as stop:
        read_forms(path)
    assert "“wording”" in str(stop.value)


def test_the_shipped_files_are_good() -> None:
    forms = read_forms()
    assert [f.meeting for f in forms.form] == ["1", "2", "3"]
    titles = {t.title for t in coordinators_book(forms.form)}
    assert set(read_import_headings()) <= titles
    assert "email/targets.txt.j2" in read_templates()
