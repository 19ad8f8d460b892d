"""What the watchman hears."""

from collections import namedtuple

from django.db import OperationalError, connection
from django_tasks_db.models import DBTaskResult

from activity.actions.jobs import later


def test_a_living_process_says_so(client):
    assert client.get("/health/live/").json() == {"alive": True}


def test_ready_without_reasons(db, client):
    response = client.get("/health/ready/")

    assert response.status_code == 200
    assert response.json() == {"ready": True, "reasons": [], "warnings": []}


def test_given_up_tasks_are_a_warning_and_the_site_goes_on(db, client):
    later("activity.send_mail", 1)
    DBTaskResult.objects.update(status="FAILED", worker_ids=["a", "b", "c", "d", "e"])

    response = client.get("/health/ready/")

    assert response.status_code == 200
    assert response.json()["warnings"] == ["background tasks were given up"]


def test_a_full_disk_is_a_reason(db, client, monkeypatch):
    usage = namedtuple("usage", "free")
    monkeypatch.setattr("shutil.disk_usage", lambda path: usage(free=1024))

    response = client.get("/health/ready/")

    assert response.status_code == 503
    assert response.json()["reasons"] == ["the disk is nearly full"]


def test_a_missing_folder_is_a_reason(db, client, settings, tmp_path):
    settings.DATA_DIR = tmp_path / "nowhere"

    assert client.get("/health/ready/").json()["reasons"] == ["the disk is nearly full"]


def test_a_silent_database_is_a_reason(db, client):
    def refuse(execute, sql, params, many, context):
        raise OperationalError("could not connect")

    with connection.execute_wrapper(refuse):
        response = client.get("/health/ready/")

    assert response.status_code == 503
    assert response.json()["reasons"] == ["the database does not answer"]
