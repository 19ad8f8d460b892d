"""The addresses of the site, with the answer to errors that no view catches."""

from config.middleware import server_error
from config.urls import urlpatterns

__all__ = ["handler500", "urlpatterns"]

handler500 = server_error
