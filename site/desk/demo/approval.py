"""A lesson that waits for an editor: the second centre wants its materials approved."""

from courses.actions import authors
from courses.models import CoursePage, LessonPage
from desk.demo.materials import lesson_of
from desk.demo.world import World, read

WRITTEN_BY = 5  # the first tutor of the second centre


def ask_for_approval(world: World) -> None:
    centre, author = world.centres[1], world.tutors[WRITTEN_BY]
    course = CoursePage.objects.get(centre=centre)
    by = world.accounts["admin"]
    authors.want_approval(centre, True, by=by)
    authors.appoint(course, author, by=by)
    lesson: LessonPage = course.modules()[0].add_child(instance=lesson_of(read("lesson_draft")))
    LessonPage.objects.filter(pk=lesson.pk).update(live=False)
    lesson.refresh_from_db()
    lesson.save_revision(user=author)
    workflow = lesson.get_workflow()
    if workflow is not None:
        workflow.start(lesson, author)
