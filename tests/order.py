"""Files of long tests begin first: a worker takes whole files, and should not wait for another in the end."""

from __future__ import annotations

import pytest

LONG = {
    *("test_tip_routes.py", "test_tip_study.py", "test_sources.py", "test_restart.py", "test_installs.py"),
    *("test_random.py", "test_import_files.py", "test_accounting.py", "test_fuzz.py", "test_again.py"),
    *("test_runs.py", "test_bad.py", "test_marking.py", "test_access.py", "test_hostile.py", "test_page.py"),
    *("test_interrupted.py", "test_atheris.py", "test_distributions.py", "test_detection.py"),
    *("test_commands_on_stores.py", "test_validation.py", "test_load.py", "test_draft.py"),
    *("test_contract.py", "test_holders.py", "test_cluster.py"),
    *("test_same_answers.py",),
}


@pytest.hookimpl(trylast=True)  # after the order was drawn
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put them first, each as a whole, in the order that was drawn."""
    items.sort(key=lambda item: item.path.name not in LONG)
