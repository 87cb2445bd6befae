"""What pages show is run as it stands there."""

import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location("snippets", Path(__file__).with_name("snippets.py"))
snippets = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(snippets)

PAGES = {"python/README.md": 2, "python/executors.md": 1, "docs/tutorial.md": 8}


@pytest.mark.parametrize("page", PAGES)
def test_snippets_run(root, tmp_path, monkeypatch, page):
    text = (root / page).read_text(encoding="utf-8")
    assert len(snippets.snippets_of(text)) == PAGES[page]
    if not page.startswith("docs/"):
        (tmp_path / "scenarios").symlink_to(root / "scenarios")
    monkeypatch.chdir(tmp_path)
    snippets.run_snippets(page, text)
