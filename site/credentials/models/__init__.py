from credentials.models.counter import Counter
from credentials.models.document import Document

__all__ = ["Counter", "Document"]
