"""A coordinator's narrow screen: who writes the materials of a course."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from core.refusals import refusals_as_messages
from core.requests import Request
from courses.actions import authors as actions
from courses.authors_forms import AppointAuthor
from courses.models import Authorship, CoursePage
from courses.permissions import can_appoint_authors


def find_course(request: Request, course_id: int) -> CoursePage:
    """The course of somebody else's centre is not there."""
    course = get_object_or_404(CoursePage.objects.select_related("centre"), pk=course_id)
    if not can_appoint_authors(request.user, course):
        raise Http404
    return course


@require_http_methods(["GET", "HEAD", "POST"])
def authors(request: Request, course_id: int) -> HttpResponse:
    course = find_course(request, course_id)
    form = AppointAuthor(request.POST if request.method == "POST" else None, course=course)
    if request.method == "POST" and form.is_valid():
        with refusals_as_messages(request):
            actions.appoint(course, form.cleaned_data["person"], by=request.user)
            messages.success(
                request,
                _("%(person)s can write now: “Write materials” is on their desk.")
                % {"person": form.cleaned_data["person"]},
            )
        return redirect("courses_authors:authors", course_id)
    authorships = Authorship.objects.current().filter(course=course)
    context = {
        "course": course,
        "form": form,
        "authorships": authorships.select_related("person", "given_by"),
    }
    return render(request, "courses/authors.html", context)


@require_POST
def dismiss(request: Request, course_id: int, person: str) -> HttpResponse:
    course = find_course(request, course_id)
    authorship = get_object_or_404(
        Authorship.objects.current().select_related("person", "course"),
        course=course,
        person__code=person,
    )
    with refusals_as_messages(request):
        actions.dismiss(authorship, by=request.user)
        messages.success(
            request,
            _("%(person)s no longer writes this course. What was written stays.")
            % {"person": authorship.person},
        )
    return redirect("courses_authors:authors", course_id)


@require_POST
def approval(request: Request, course_id: int) -> HttpResponse:
    """Whether authors of the whole centre publish themselves."""
    course = find_course(request, course_id)
    wanted = request.POST.get("wanted") == "yes"
    actions.want_approval(course.centre, wanted, by=request.user)
    return redirect("courses_authors:authors", course_id)
