"""Settings are printed as they are read."""

import sys

import pytest

from newscrawl.cli.main import main


@pytest.mark.parametrize(
    ("option", "printed"),
    [("--get=BOT_NAME", "newscrawl\n"), ("--getint=NEWSCRAWL_MAX_ARTICLES", "7\n")],
)
def test_a_setting_is_printed(capsys, monkeypatch, tmp_path, option, printed):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["newscrawl", "settings", option, "-s", "NEWSCRAWL_MAX_ARTICLES=7"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert (ended.value.code, capsys.readouterr().out) == (0, printed)
