"""The UI in a real browser, under the public name and over HTTPS, as its users have it."""

from collections.abc import Iterator

import pytest
from browser import Browser, browse
from playwright.sync_api import expect
from user import User

from tests.rehearsal import Rehearsal


@pytest.fixture(scope="module")
def browser(public_rehearsal: Rehearsal) -> Iterator[Browser]:
    with User(public_rehearsal) as user, browse(user) as browser:
        yield browser


def test_the_list_of_experiments_shows_them(browser, tracked):
    page = browser.open("/experiments")
    expect(page.get_by_role("link", name="churn", exact=True)).to_be_visible()
    assert browser.failures == []


def test_the_table_of_runs_shows_their_names_metrics_and_params(browser, tracked, pytestconfig):
    page = browser.open(f"/experiments/{tracked['experiment']}/runs?workflowType=machine_learning")
    for name in ("boosted-3", "boosted-2", "forest-3", "forest-2", "linear-1"):
        expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("button", name="Columns").click()
    for column in ("Dataset", "Models", "accuracy", "loss", "depth", "kind"):
        node = page.locator(
            ".du-bois-light-tree-treenode", has=page.get_by_text(column, exact=True)
        )
        node.locator(".du-bois-light-tree-checkbox").click()
    page.keyboard.press("Escape")
    accuracies = page.locator("[id^='cell-metrics.`accuracy`']")
    expect(accuracies).to_have_text(["0.95", "0.93", "0.89", "0.86", "0.81"])
    kinds = page.locator("[id^='cell-params.`kind`']")
    expect(kinds).to_have_text(["boosted", "boosted", "forest", "forest", "linear"])
    assert browser.failures == []
    # A POST from the page itself, which MLflow refuses where its CORS setting lacks the name.
    assert ("POST", "/ajax-api/2.0/mlflow/runs/search", 200) in browser.answers
    if screenshot := pytestconfig.getoption("--screenshot"):
        page.evaluate("document.activeElement.blur()")
        page.screenshot(path=screenshot, clip={"x": 0, "y": 0, "width": 1280, "height": 460})


def test_the_page_of_a_run_shows_what_was_logged(browser, tracked):
    page = browser.open(f"/experiments/{tracked['experiment']}/runs/{tracked['run']}")
    expect(page.get_by_role("heading", name="boosted-3")).to_be_visible()
    for shown in ("Finished", "0.95", "0.125", "team: research"):
        expect(page.get_by_text(shown, exact=True)).to_be_visible()
    assert browser.failures == []


def test_a_text_artifact_is_previewed(browser, tracked):
    run = f"/experiments/{tracked['experiment']}/runs/{tracked['run']}"
    page = browser.open(f"{run}/artifacts/notes/readme.txt")
    expect(page.get_by_text("kept as written: ü")).to_be_visible()
    assert browser.failures == []
    assert ("GET", "/get-artifact", 200) in browser.answers


def test_the_page_of_a_registered_model_shows_its_version_and_alias(browser, predictions):
    page = browser.open("/models/doubler")
    expect(page.get_by_role("link", name="Version 1")).to_be_visible()
    expect(page.get_by_text("champion")).to_be_visible()
    assert browser.failures == []


def test_the_list_of_traces_shows_a_trace_with_its_output(browser, tracked):
    page = browser.open(f"/experiments/{tracked['experiment']}/traces")
    expect(page.get_by_text("WHY").first).to_be_visible()
    assert browser.failures == []
