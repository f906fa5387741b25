"""The classes of ``TextArea``'s document, its wrapping and its cursor's moves."""

from __future__ import annotations

from textual.document._document import EditResult, Location
from textual.document._document_navigator import DocumentNavigator
from textual.document._wrapped_document import WrappedDocument

__all__ = ["DocumentNavigator", "EditResult", "Location", "WrappedDocument"]
