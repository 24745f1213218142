"""XML as a schema's `xml` objects say (OpenAPI 3.1, 4.8.26): what values are written as, and what is read from it."""

from understudy.server.bodies.xml.reading import Reader
from understudy.server.bodies.xml.writing import xml

__all__ = ["Reader", "xml"]
