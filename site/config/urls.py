from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from config import health
from pages import views as pages_views

to_sign_in = login_not_required(
    RedirectView.as_view(pattern_name="account_login", query_string=True)
)
to_reset = login_not_required(RedirectView.as_view(pattern_name="account_reset_password"))

urlpatterns = [
    path("health/live/", login_not_required(health.live), name="health_live"),
    path("health/ready/", login_not_required(health.ready), name="health_ready"),
    path("accounts/", include("allauth.urls")),
    path("", include("people.urls")),
    path("", include("activity.urls")),
    path("", include("desk.urls")),
    path("", include("credentials.urls")),
    path("", include("pages.urls")),
    path("", include("courses.urls_authors")),
    path("", include("courses.urls")),
    path("", include("project_guide.urls")),
    # One front door: the editor's own sign-in would pass by the second factor and the throttle.
    path("cms/login/", to_sign_in),
    path("_util/login/", to_sign_in, name="wagtailcore_login"),
    path("cms/password_reset/", to_reset),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    # Pictures of published pages, redrawn without metadata; originals and files are not here.
    re_path(
        r"^media/images/(?P<path>.+)$",
        login_not_required(serve),
        {"document_root": settings.MEDIA_ROOT / "images"},
        name="picture",
    ),
    re_path(
        r"^((?:[\w\-]+/)*)$",
        pages_views.serve,
        name="wagtail_serve",
    ),
]

handler500 = "config.middleware.server_error"
