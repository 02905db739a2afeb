"""One picture from several hosts and in several sizes is one; another file is another."""

from __future__ import annotations

import pytest

from monitor.diff.pictures import same_picture

FILE = "https://cdn.courier.example/media/2026/03/bridge-1.jpg"


@pytest.mark.parametrize(
    "other",
    [
        "https://img2.courier.example/media/2026/03/bridge-1.jpg?w=640&q=75&v=99181",
        "https://courier.example/_next/image?url=%2Fmedia%2F2026%2F03%2Fbridge-1.jpg&w=828&q=75",
        "https://courier.example/cdn-cgi/image/width=640,quality=80/media/2026/03/bridge-1.jpg",
        f"https://thumbor.example/unsafe/fit-in/640x360/{FILE}",
        "https://cdn.courier.example/media/2026/03/bridge-1-1024x683.jpg",
        "https://cdn.courier.example/w640/media/2026/03/bridge-1.webp",
        f"https://i0.wp.example/resize?src={FILE}&w=300",
    ],
)
def test_hosts_and_sizes_make_no_other_picture(other):
    """What an image service does to it makes no event."""
    assert same_picture(FILE, other)
    assert same_picture(other, FILE)


@pytest.mark.parametrize(
    "other",
    [
        "https://cdn.courier.example/media/2026/03/bridge-2.jpg",
        "https://cdn.courier.example/media/2026/04/bridge-1.jpg",
        "https://courier.example/_next/image?url=%2Fmedia%2F2026%2F03%2Fmayor.jpg&w=828&q=75",
        "https://[cdn.courier.example/media/2026/03/bridge-1.jpg",
        "",
    ],
)
def test_another_file_is_another_picture(other):
    """Another number in its name, or the folder of another month."""
    assert not same_picture(FILE, other)


def test_a_picture_without_a_file_is_known_by_its_number():
    """If the address is a program's, the parameters other than sizes identify it."""
    assert same_picture("https://a.example/pic?id=7&w=640", "https://a.example/pic?id=7&w=80&v=2")
    assert not same_picture("https://a.example/pic?id=7&w=640", "https://a.example/pic?id=8&w=640")
    assert not same_picture("https://a.example/pic.php?id=7&w=64", "https://a.example/pic.php?id=8")
    assert not same_picture("https://a.example/img_72/a.jpg", "https://a.example/img_73/a.jpg")
