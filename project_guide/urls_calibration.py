from django.urls import path

from project_guide.views import anchors, calibration, round_anchors

urlpatterns = [
    path("reviews/calibration/<str:code>/", calibration.calibration, name="calibration"),
    path("reviews/calibration/<str:code>/<int:place>/", calibration.work, name="calibration_work"),
    path(
        "reviews/calibration/<str:code>/<int:place>/files/<int:number>/",
        calibration.file,
        name="calibration_file",
    ),
    path("reviews/anchors/<str:code>/", anchors.anchors, name="anchors"),
    path("reviews/anchors/<str:code>/make/", anchors.make, name="make_anchor"),
    path("reviews/anchors/<str:code>/example/", anchors.take_example, name="take_example"),
    path("reviews/anchor/<str:code>/", anchors.anchor, name="anchor"),
    path("reviews/anchor/<str:code>/copy/", anchors.copy, name="copy_anchor"),
    path("reviews/anchor/<str:code>/retire/", anchors.retire, name="retire_anchor"),
    path("reviews/anchor/<str:code>/files/<int:number>/", anchors.file, name="anchor_file"),
    path(
        "reviews/rounds/<str:code>/<str:round_code>/anchors/",
        round_anchors.choose,
        name="choose_anchors",
    ),
    path(
        "reviews/rounds/<str:code>/<str:round_code>/calibrated/",
        round_anchors.calibrated,
        name="calibrated",
    ),
]
