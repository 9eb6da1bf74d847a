"""Each case of networks, documents and keyrings, and each goal of politeness, is tested through a whole sync.

``python -m tests.hostile.test_every_case`` prints the table: case, and the tests that hold it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

CASES = [
    *(f"N{number:02}" for number in range(1, 40)),
    *(f"P{number:02}" for number in range(1, 17)),
    *(f"K{number:02}" for number in range(1, 5)),
    *(f"GOAL {number}" for number in range(1, 9)),
]
_WHOLE_SYNCS = ("test_sync_*.py", "test_keyring_syncs.py")


def table() -> dict[str, list[str]]:
    """The tests of whole syncs by the cases that their names, parameters or docstrings tell."""
    found: dict[str, list[str]] = {case: [] for case in CASES}
    folder = Path(__file__).parent
    for path in sorted(path for pattern in _WHOLE_SYNCS for path in folder.glob(pattern)):
        text = path.read_text(encoding="utf-8")
        for node in ast.parse(text).body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name[:5] != "test_":
                continue
            told = [node.name, ast.get_docstring(node) or ""]
            told += [ast.unparse(decorator) for decorator in node.decorator_list]
            for case in _named(" ".join(told)):
                found[case].append(f"{path.name}::{node.name}")
    return found


def _named(text: str) -> set[str]:
    found = re.findall(r"(?<![a-z0-9])([npk]\d\d|goal \d)(?!\d)", text.replace("_", " ").lower())
    return {case.upper() for case in found} & set(CASES)


def test_every_case_has_a_test_through_a_whole_sync() -> None:
    assert not [case for case, tests in table().items() if not tests]


if __name__ == "__main__":
    for case, tests in table().items():
        print(case, *tests, sep="\n    ")
