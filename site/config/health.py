"""For the watchman: is the process alive, and can it do its work?"""

import shutil

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from activity.actions.jobs import dead

LEAST_FREE = 200 * 1024 * 1024  # bytes


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """503 with reasons when no work can be done; warnings are for staff, the site goes on."""
    reasons, warnings = [], []
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if dead():
            warnings.append("background tasks were given up")
    except DatabaseError:
        reasons.append("the database does not answer")
    if free_bytes() < LEAST_FREE:
        reasons.append("the disk is nearly full")
    answer = {"ready": not reasons, "reasons": reasons, "warnings": warnings}
    return JsonResponse(answer, status=503 if reasons else 200)


def free_bytes() -> int:
    try:
        return shutil.disk_usage(settings.DATA_DIR).free
    except OSError:  # the folder is not there
        return 0
