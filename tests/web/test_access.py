"""Access: who gets in, and who may write."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "host", ["news.example", "127.0.0.1.evil.example", "[::ffff:8.8.8.8]", "[::1", ""]
)
def test_pages_of_this_machine_are_not_for_other_names(client, host):
    """A host name that suddenly leads to this machine (DNS rebinding) can read nothing."""
    assert client.get("/.json", headers={"Host": host}).status_code in {400, 403}


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1:8300", "[::1]:8300"])
def test_names_of_this_machine_do(client, host):
    """With any port."""
    assert client.get("/.json", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
)
def test_no_other_site_can_write(client, headers):
    """A form on another site's page that is sent to this machine changes nothing."""
    assert client.post("/read", headers=headers).status_code == 403
    assert client.post("/read", headers={"Origin": "http://localhost"}).status_code == 303
