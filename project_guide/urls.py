from project_guide import urls_calibration, urls_cards, urls_guide, urls_reviews

app_name = "project_guide"
urlpatterns = [
    *urls_cards.urlpatterns,
    *urls_calibration.urlpatterns,
    *urls_reviews.urlpatterns,
    *urls_guide.urlpatterns,
]
