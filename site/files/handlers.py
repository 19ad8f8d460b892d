"""Django does not limit the size of an uploaded file by itself."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload


class CountingHandler(FileUploadHandler):
    """Counts the bytes as they come, whatever the headers say, and stops a file that is too big."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.counted = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.counted += len(raw_data)
        if self.counted > settings.UPLOAD_LIMIT:
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
