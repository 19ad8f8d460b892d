from django.urls import path

from project_guide.views import (
    authors,
    card,
    changes,
    files,
    projects,
    revision,
    run,
    submission,
    versions,
)

urlpatterns = [
    path("projects/", projects.mine, name="projects"),
    path("projects/begin/<str:code>/", projects.begin, name="begin"),
    path("projects/<str:code>/", projects.overview, name="project"),
    path("projects/<str:code>/withdraw/", projects.withdraw, name="withdraw"),
    path("projects/<str:code>/card/<str:section>/", card.section, name="section"),
    path("projects/<str:code>/card/<str:section>/comment/", card.comment, name="comment"),
    path("projects/<str:code>/files/", files.files, name="files"),
    path("projects/<str:code>/files/<str:file>/", files.download, name="file"),
    path("projects/<str:code>/files/<str:file>/remove/", files.remove, name="remove_file"),
    path("projects/<str:code>/authors/", authors.authors, name="authors"),
    path("projects/<str:code>/authors/remove/", authors.remove, name="remove_author"),
    path("projects/<str:code>/co-author/", authors.invitation, name="coauthor"),
    path("projects/<str:code>/send/", submission.send, name="send"),
    path("projects/<str:code>/versions/<int:number>/", versions.version, name="version"),
    path("projects/<str:code>/versions/<int:number>/receipt/", versions.receipt, name="receipt"),
    path("projects/<str:code>/versions/<int:number>/changes/", changes.changes, name="changes"),
    path(
        "projects/<str:code>/versions/<int:number>/take-back/", versions.take_back, name="take_back"
    ),
    path("projects/<str:code>/revision/", revision.revision, name="revision"),
    path("projects/<str:code>/run/", run.run, name="run"),
]
