"""What pages show is run as it stands there."""

import re

import pytest

PAGES = ["python/README.md"]
MARK = "<!-- executed by python/tests/test_snippets.py -->\n```python\n"


@pytest.mark.parametrize("page", PAGES)
def test_snippets_run(root, tmp_path, monkeypatch, page):
    text = (root / page).read_text()
    snippets = [text[found.end() :].split("```", 1)[0] for found in re.finditer(re.escape(MARK), text)]
    assert snippets
    (tmp_path / "scenarios").symlink_to(root / "scenarios")
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    for snippet in snippets:
        exec(compile(snippet, page, "exec"), names)
