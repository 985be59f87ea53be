"""Uploads that stay in memory and are never larger than they may be."""

from collections.abc import Callable, Mapping
from functools import wraps
from io import BytesIO

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile, StopFutureHandlers
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponseBase]


class BoundedInMemory(FileUploadHandler):
    """Keeps the files of the fields in `most`, for each field up to so many bytes over all its files together.

    What is larger is read to its end and dropped: `too_large` has the names of those fields. Files of other fields
    are never kept.
    """

    def __init__(self, request: HttpRequest, most: Mapping[str, int]) -> None:
        super().__init__(request)
        self.most, self.too_large = most, set[str]()
        self.sizes, self.parts = dict.fromkeys(most, 0), list[bytes]()

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type]
        self.parts = []
        if self.field_name not in self.most or self.field_name in self.too_large:
            raise SkipFile
        raise StopFutureHandlers

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        field = str(self.field_name)
        self.sizes[field] += len(raw_data)
        if self.sizes[field] > self.most[field]:
            self.too_large.add(field)
            self.parts.clear()
        else:
            self.parts.append(raw_data)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile | None:
        if self.field_name in self.too_large:
            return None
        return InMemoryUploadedFile(
            file=BytesIO(b"".join(self.parts)),
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def bounded(**most: int) -> Callable[[View], View]:
    """A view whose forms take files: of each named field up to so many bytes; what is larger is dropped while it comes.

    The view finds the names of fields that were too large in `request.too_large`. The CSRF token is looked at only
    after the limits are in place, because looking at it reads the whole form.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def limited(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            handler = BoundedInMemory(request, most)
            request.upload_handlers = [handler]
            setattr(request, "too_large", handler.too_large)  # noqa: B010
            return protected(request, *args, **kwargs)

        return limited

    return decorate
