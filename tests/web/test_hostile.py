"""What a stored page, a headline or an address may attempt, and must not achieve."""

from __future__ import annotations

import pytest

from tests.web.conftest import EVIL_TITLE

PAGES = (
    "/",
    "/?show=all",
    "/articles/2",
    "/articles/2/1",
    "/articles/2/diff/1..2",
    "/articles/2/diff/1..2?view=split",
    "/articles/2/diff/1..2?view=text",
    "/articles/2/diff/1..2?view=source",
    "/articles/2/diff/1..2?view=links",
    "/articles/3",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_headline_that_is_html_is_text(client, path):
    """No tag, handler or control character from an outlet gets into our pages."""
    text = client.get(path).text
    assert "<script>document" not in text
    assert "<img" not in text
    assert "<svg/onload" not in text
    assert not {"\x1b", "\u202e"} & set(text)
    if path.startswith("/articles/2") and "source" not in path and "links" not in path:
        assert "&lt;script&gt;" in text


def test_the_json_keeps_the_headline_as_it_is(client):
    """Escaping is up to the page; the data is unchanged."""
    answer = client.get("/articles/2/1.json")
    assert answer.json["title"] == EVIL_TITLE
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.content_type == "application/json"


@pytest.mark.parametrize("path", [*PAGES, "/.json", "/changes.atom", "/static/variorum.css", "/no"])
def test_every_response_has_a_policy(client, path):
    """Everything may only be loaded from here, also on error pages."""
    with client.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/articles/../articles/1",
        "/articles/%2e%2e/%2e%2e/etc/passwd",
        "/articles/1%2f..%2f2",
        "/articles/-1",
        "/articles/99999999999999999",
        "/articles/999999999999999999999999999999",
        "/articles/1/99",
        "/articles/1/diff/1..99",
        "/articles/1/diff/99999999999..1",
        "/articles/1'--",
        "/articles/\u0661",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static/..%2fapp.py",
    ],
)
def test_odd_addresses_are_not_found(client, path):
    """Nothing but a 404: no redirect to something else, no internal error."""
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "value", ["' OR 1=1 --", '"', "%", "\x00", "\ud800", "a" * 5000, "NEAR(", "\u202e"]
)
def test_sql_in_a_filter_is_text(client, value):
    """Values are bound; text that matches nothing gives no row, an unknown kind or signal a 400."""
    found = {
        name: client.get("/changes.json", query_string={name: value.encode("utf-8", "replace")})
        for name in ("kind", "signal", "text")
    }
    assert found["text"].status_code == 200
    assert found["text"].json == [] or value in {"%", '"'}
    for name in ("kind", "signal"):
        assert found[name].status_code == 400
        assert set(found[name].json) == {"error"}


@pytest.mark.parametrize("query", ["endpoint=x", "_method=POST", "_scheme=ftp", "article=2"])
def test_a_query_leads_the_links_of_a_page_nowhere_else(client, query):
    """Names that Flask uses itself were an error of ours; an article's led to another article."""
    answer = client.get(f"/articles/1?{query}")
    assert answer.status_code == 200
    assert "/articles/1.json" in answer.text
    assert "/articles/2.json" not in answer.text
    assert "ftp:" not in answer.text


def test_no_page_names_another_host(client):
    """Everything that a page loads comes from here."""
    for path in PAGES:
        text = client.get(path).text
        for attribute in ('src="http', 'action="http', 'srcset="', "url("):
            assert attribute not in text
        links = [part.partition('"')[0] for part in text.split("<link ")[1:]]
        assert links
