"""The lock of a release names versions and hashes, and no address."""

import importlib.util
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[1] / "tools" / "write_lock.py"
spec = importlib.util.spec_from_file_location("write_lock", SCRIPT)
write_lock = importlib.util.module_from_spec(spec)
spec.loader.exec_module(write_lock)

ENVIRONMENT = {
    "implementation_name": "cpython", "python_version": "3.11", "sys_platform": "linux", "platform_machine": "x86_64",
}  # fmt: skip


def taken(name, version, **info):
    return {"metadata": {"name": name, "version": version}, "download_info": info}


def hashed(**hashes):
    return {"url": "https://files.example/packages/x.whl", "archive_info": {"hashes": hashes}}


def test_each_package_is_a_line_with_its_hash_in_order_of_names():
    report = {
        "environment": ENVIRONMENT,
        "install": [
            taken("newscrawl", "1", url="file:///home/me/newscrawl", dir_info={}),
            taken("lxml", "6.1.3", **hashed(sha256="bb", md5="cc")),
            taken("Brotli", "1.2.0", **hashed(sha256="aa")),
        ],
    }
    head, *lines = write_lock.lock_lines(report)
    assert head.startswith("# for cpython 3.11 linux x86_64;")
    assert lines == ["Brotli==1.2.0 --hash=sha256:aa", "lxml==6.1.3 --hash=sha256:bb"]
    assert "://" not in "".join([head, *lines])


def test_a_file_without_a_hash_is_said():
    with pytest.raises(ValueError, match=r"of lxml 6\.1"):
        list(write_lock.lock_lines({"environment": ENVIRONMENT, "install": [taken("lxml", "6.1", **hashed(md5="cc"))]}))
