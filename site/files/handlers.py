"""Django does not limit the size of an uploaded file by itself."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class TooBig(UploadedFile):
    """Stands among the files for one that was too big: `size` is what was sent, bytes it has none.

    Every field that looks at the size (ours, and Wagtail's) can so tell the reason, instead
    of finding no file at all.
    """


class CountingHandler(FileUploadHandler):
    """Counts the bytes as they come, whatever the headers say, and keeps none beyond the limit.

    The rest of the request is read on, so the other fields of the form are not lost.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.counted = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.counted += len(raw_data)
        return None if self.counted > settings.UPLOAD_LIMIT else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self.counted <= settings.UPLOAD_LIMIT:
            return None
        for handler in self.request.upload_handlers if self.request else []:
            if hasattr(handler, "file"):
                handler.file.close()  # a temporary file is deleted with it
        return TooBig(BytesIO(), self.file_name, self.content_type, self.counted)
