"""variorum.toml: read with its defaults, and mistakes reported by file and key."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest
import trustme

from spiders.configuration import TEMPLATE, Configuration, load
from storage.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    """An archive needs no settings."""
    assert load(tmp_path) == Configuration()


def test_template_says_the_defaults(tmp_path: Path) -> None:
    """The values behind # in the file that init writes are those that hold without it."""
    (tmp_path / "variorum.toml").write_text(TEMPLATE)
    assert load(tmp_path) == Configuration()
    lines = [line[1:] for line in TEMPLATE.splitlines() if line.startswith("#") and " = " in line]
    table = tomllib.loads("\n".join(line for line in lines if not line.startswith(" ")))
    assert set(table) == set(Configuration.__dataclass_fields__)
    for key, value in table.items():
        if key not in ("contact", "allow_private", "deny"):
            default = getattr(Configuration(), key)
            assert value == (list(default) if isinstance(default, tuple) else default), key


def test_values_are_taken(tmp_path: Path) -> None:
    """Whole numbers are accepted as seconds; hosts become lower case."""
    (tmp_path / "variorum.toml").write_text(
        'contact = "mailto:a@example.org"\ndelay_s = 5\nallow_private = ["Box:80"]\n'
    )
    configuration = load(tmp_path)
    assert configuration.delay_s == 5.0
    assert configuration.allow_private == ("box:80",)
    assert configuration.user_agent.endswith("(+mailto:a@example.org)")


def test_without_contact_the_agent_says_where_to_set_it() -> None:
    """A reader of a server's log learns that the user has not given a contact."""
    assert "variorum.toml" in Configuration().user_agent


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("delay = 3", "'delay'. Did you mean 'delay_s'?"),
        ('delay_s = "3"', "delay_s"),
        ("delay_s = true", "delay_s"),
        ("delay_s = -1", "delay_s"),
        ("delay_s = nan", "delay_s"),
        ("timeout_s = inf", "timeout_s"),
        ("concurrent_per_host = 0", "concurrent_per_host"),
        ("concurrent_per_host = 1.5", "concurrent_per_host"),
        ("allow_private = [1]", "allow_private"),
        ('allow_private = "x"', "allow_private"),
        ('contact = "a\\r\\nX-Injected: 1"', "contact"),
        ("contact = 3", "contact"),
        ("deny = ['(']", "deny"),
        ("max_connections = 0", "max_connections"),
        ("contact =", "TOML"),
        ('ca_file = "none.pem"', "none.pem holds no certificates"),
        ('ca_file = "variorum.toml"', "variorum.toml holds no certificates"),
    ],
)
def test_mistakes_name_file_and_key(text: str, word: str, tmp_path: Path) -> None:
    """A wrong setting ends the command and says where to correct it."""
    (tmp_path / "variorum.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert word in str(caught.value)
    assert "variorum.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("contact = me@news.example", "a text is in quotation marks"),
        ("delay_s = 2,5", "a number has a point"),
        ("delay_s = 2.5\ndelay_s = 3.0", "no setting is there twice"),
    ],
)
def test_what_is_no_toml_is_told_how_to_mend(text: str, said: str, tmp_path: Path) -> None:
    """The parser's own messages (`Invalid value`, `Cannot overwrite a value`) help nobody."""
    (tmp_path / "variorum.toml").write_text(text)
    with pytest.raises(InputError) as caught:
        load(tmp_path)
    assert said in (caught.value.do or "")


def test_mistakes_name_the_line(tmp_path: Path) -> None:
    """As mistakes in a file of rules do: a file of settings may be long."""
    (tmp_path / "variorum.toml").write_text('# who\ncontact = "a@b.example"\n\ndelay_s = -1\n')
    with pytest.raises(InputError, match=r"variorum\.toml, line 4: delay_s must be 0 or more"):
        load(tmp_path)


def test_certificates_stand_in_the_archives_folder(tmp_path: Path) -> None:
    """Wherever the program is started; a full path is used as it is."""
    pem = tmp_path / "ours.pem"
    trustme.CA().cert_pem.write_to_path(str(pem))
    for named in ("ours.pem", str(pem)):
        (tmp_path / "variorum.toml").write_text(f'ca_file = "{named}"\n')
        assert load(tmp_path).ca_file == str(pem)
