from files.models.stored_file import Kind, StoredFile

__all__ = ["Kind", "StoredFile"]
