"""The books survive threads, processes and errors."""

from __future__ import annotations

import json
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from aidc.rehearsal.books import Books, Entry
from aidc.rehearsal.cloud import Cloud, CloudError

TOPIC = "gcp:pubsub/topic:Topic"


def entry(name: str) -> Entry:
    return Entry("t", name, {"name": name}, {})


def create_topics(path: Path, first: int) -> None:
    cloud = Cloud(path, project="p")
    for number in range(first, first + 20):
        cloud.create(TOPIC, {"name": f"t{number}"})


def test_what_one_instance_writes_another_one_reads(tmp_path):
    one, other = Books(tmp_path / "books.json"), Books(tmp_path / "books.json")
    with one.writing() as entries:
        entries["t a"] = entry("a")
    with other.writing() as entries:
        assert entries["t a"] == entry("a")
        entries["t b"] = entry("b")
    with one.reading() as entries:
        assert set(entries) == {"t a", "t b"}


def test_an_error_leaves_the_books_as_they_were(tmp_path):
    books = Books(tmp_path / "books.json")
    with books.writing() as entries:
        entries["t a"] = entry("a")
    with pytest.raises(KeyError), books.writing() as entries:
        del entries["t a"], entries["t nothing"]
    with books.reading() as entries:
        assert set(entries) == {"t a"}
    with Books(tmp_path / "books.json").reading() as entries:
        assert set(entries) == {"t a"}


def test_the_file_is_json_sorted_by_key_and_the_same_for_the_same_contents(tmp_path):
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    for path, names in ((first, "ab"), (second, "ba")):
        for name in names:
            with Books(path).writing() as entries:
                entries[f"t {name}"] = entry(name)
    assert first.read_bytes() == second.read_bytes()
    assert [each["id"] for each in json.loads(first.read_text())["resources"]] == ["a", "b"]


def test_emptied_books_can_be_read_again(tmp_path):
    cloud = Cloud(tmp_path / "books.json", project="p")
    identity, _ = cloud.create(TOPIC, {"name": "t"})
    cloud.delete(TOPIC, identity)
    assert Cloud(tmp_path / "books.json").everything() == {}


def test_a_file_that_was_removed_means_an_empty_cloud(tmp_path):
    path = tmp_path / "books.json"
    cloud = Cloud(path, project="p")
    cloud.create(TOPIC, {"name": "t"})
    path.unlink()
    assert cloud.everything() == {}


def test_sixty_four_threads_lose_and_double_nothing(tmp_path):
    cloud = Cloud(tmp_path / "books.json", project="p")
    with ThreadPoolExecutor(64) as pool:
        list(pool.map(lambda number: cloud.create(TOPIC, {"name": f"t{number}"}), range(128)))
    assert len(cloud.everything()) == 128


def test_of_many_threads_that_want_one_name_one_gets_it():
    cloud = Cloud(project="p")

    def attempt(_: int) -> int:
        try:
            cloud.create(TOPIC, {"name": "t"})
        except CloudError as error:
            return error.code
        return 200

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(attempt, range(16))) == [200] + [409] * 15


def test_processes_share_one_file(tmp_path):
    path = tmp_path / "books.json"
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=create_topics, args=(path, first)) for first in (0, 20)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(Cloud(path).everything()) == 40
