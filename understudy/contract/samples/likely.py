"""What members are called, and what such members say.

A blank in braces is one of `subject.py`, or else what Faker is asked for. Hosts, telephones and addresses are those
reserved for examples (RFC 2606, RFC 5737), so that nobody is met there.
"""

from collections.abc import Mapping
from typing import Final

PREFIX: Final = 3
"""Letters of a noun that stand before its ids: `pet_1f08c2a4b7d0`."""

PEOPLE: Final = {
    *("account", "actor", "agent", "applicant", "artist", "attendee", "author", "candidate", "contact", "customer"),
    *("doctor", "driver", "employee", "guest", "member", "organizer", "owner", "participant", "passenger", "patient"),
    *("person", "player", "profile", "recipient", "student", "teacher", "user"),
}
"""Those who have a `name` as people have."""

FORMS: Final = {
    *(
        "response",
        "resp",
        "reply",
        "result",
        "results",
        "request",
        "payload",
        "body",
        "dto",
        "model",
        "schema",
        "entity",
    ),
    *("object", "resource", "data", "json", "type", "base", "basic", "full", "public", "private", "internal", "v"),
    *("read", "get", "list", "view", "out", "output", "in", "input", "create", "created", "new", "update", "updated"),
    *("patch", "delete", "deleted", "detail", "details", "info", "summary"),
}
"""The last words of what a schema is called that say what it is for, and not of what: `UserRead`, `OrderDeleted`."""

_SENTENCES = ("{phrase} to {bs}.",)
_IMAGE = ("https://images.example.com/{slug}.png",)

TEXTS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(("first_name", "given_name", "forename", "nickname", "pet", "animal"), ("{first_name}",)),
    **dict.fromkeys(("last_name", "family_name", "surname"), ("{last_name}",)),
    **dict.fromkeys(("full_name", "customer_name", "contact_name", "author_name", "user_name"), ("{person}",)),
    **dict.fromkeys(("author", "owner", "creator", "customer", "recipient", "contact", "assignee"), ("{name}",)),
    **dict.fromkeys(("username", "login", "handle"), ("{user}",)),
    **dict.fromkeys(("name", "title", "subject", "headline", "heading", "label"), ("{catch_phrase}",)),
    **dict.fromkeys(("description", "summary", "comment", "note", "text", "message", "content"), _SENTENCES),
    **dict.fromkeys(("body", "bio", "about", "detail", "reason", "answer", "caption", "abstract"), _SENTENCES),
    **dict.fromkeys(("query", "question", "search", "q", "prompt", "keyword"), ("{adjective} {noun}",)),
    **dict.fromkeys(("company", "organization", "organisation", "vendor", "brand", "merchant"), ("{company}",)),
    **dict.fromkeys(("company_name", "manufacturer", "supplier", "employer"), ("{company}",)),
    **dict.fromkeys(("job", "job_title", "occupation", "profession", "position"), ("{job}",)),
    **dict.fromkeys(("email", "mail", "email_address"), ("{user}@example.com",)),
    **dict.fromkeys(("url", "uri", "link", "href", "permalink"), ("https://example.com/{slug}",)),
    **dict.fromkeys(("website", "homepage", "web", "blog"), ("https://{house}.example.com",)),
    **dict.fromkeys(("image", "avatar", "photo", "picture", "thumbnail", "logo", "icon"), _IMAGE),
    **dict.fromkeys(("image_url", "avatar_url", "photo_url", "picture_url", "thumbnail_url", "logo_url"), _IMAGE),
    **dict.fromkeys(("host", "hostname", "domain"), ("{house}.example.com",)),
    **dict.fromkeys(("phone", "mobile", "telephone", "fax", "phone_number"), ("+1-202-555-01{two}",)),
    **dict.fromkeys(("city", "town", "locality"), ("{city}",)),
    **dict.fromkeys(("region", "province", "state_province", "county"), ("{state}",)),
    "country": ("{country}",),
    "country_code": ("{country_code}",),
    **dict.fromkeys(("street", "address", "line1", "street_address", "address_line1"), ("{street_address}",)),
    **dict.fromkeys(("line2", "address_line2"), ("{secondary_address}",)),
    **dict.fromkeys(("zip", "zipcode", "postcode", "postal_code", "zip_code"), ("{postcode}",)),
    **dict.fromkeys(("timezone", "time_zone", "tz"), ("{timezone}",)),
    **dict.fromkeys(("currency", "currency_code"), ("USD", "EUR", "GBP", "JPY", "CHF", "CAD")),
    **dict.fromkeys(("language", "lang", "language_code"), ("en", "de", "es", "fr", "ja", "pt")),
    "locale": ("en-US", "de-DE", "es-ES", "fr-FR", "ja-JP", "pt-BR"),
    **dict.fromkeys(("color", "colour"), ("{safe_color_name}",)),
    **dict.fromkeys(("color_hex", "hex_color", "background_color", "hex"), ("{hex_color}",)),
    **dict.fromkeys(("status", "state"), ("active",)),
    **dict.fromkeys(("version", "release"), ("1.{digit}.{digit}", "2.{digit}.{digit}")),
    **dict.fromkeys(("price", "amount", "total", "balance", "cost", "subtotal", "fee", "tax"), ("{digits}.{two}",)),
    **dict.fromkeys(("ip", "ip_address", "ipv4"), ("192.0.2.{octet}",)),
    **dict.fromkeys(("mac", "mac_address"), ("{mac_address}",)),
    "user_agent": ("{user_agent}",),
    **dict.fromkeys(("path", "directory"), ("/{noun}/{noun}",)),
    **dict.fromkeys(("file", "filename", "file_name"), ("{file_name}",)),
    **dict.fromkeys(("mime_type", "content_type", "media_type"), ("application/json", "image/png", "text/plain")),
    **dict.fromkeys(("token", "secret", "hash", "checksum", "etag", "fingerprint", "cursor"), ("{hex}{hex}{hex}",)),
    **dict.fromkeys(("sha", "md5", "signature"), ("{hex}{hex}{hex}{hex}",)),
    **dict.fromkeys(("uuid", "guid"), ("{uuid}",)),
    "slug": ("{slug}",),
    **dict.fromkeys(("password", "passphrase"), ("{adjective}-{noun}-{digits}",)),
    **dict.fromkeys(("code", "sku", "reference", "number", "serial"), ("{HEX}",)),
    "isbn": ("{isbn13}",),
    **dict.fromkeys(("ean", "gtin", "barcode", "upc"), ("{ean13}",)),
    "iban": ("{iban}",),
    **dict.fromkeys(("type", "kind", "category", "tag", "group", "role", "topic", "key"), ("{noun}",)),
    "gender": ("female", "male", "other"),
}
"""By the last words of a member's name, in lower case: templates, one of which is filled in."""

OTHERS: Final = ("{adjective} {noun}",)
"""For a member whose name says nothing to us."""

KEYS: Final = "noun"
"""The blank of what a member is called of which nothing is known."""

_MONEY, _COUNT, _SHARE = (5, 250, 2), (3, 60, 0), (0, 1, 2)

NUMBERS: Final[Mapping[str, tuple[int, int, int]]] = {
    **dict.fromkeys(("price", "amount", "cost", "subtotal", "fee", "tax", "balance", "salary", "discount"), _MONEY),
    **dict.fromkeys(("cents", "minor"), (500, 25_000, 0)),
    **dict.fromkeys(("count", "total", "quantity", "qty", "stock", "items", "number"), _COUNT),
    **dict.fromkeys(("score", "probability", "confidence", "similarity", "ratio", "precision", "recall"), _SHARE),
    **dict.fromkeys(("percent", "percentage", "progress"), (0, 100, 0)),
    "rating": (1, 5, 1),
    "age": (18, 80, 0),
    "year": (2020, 2026, 0),
    "month": (1, 12, 0),
    "day": (1, 28, 0),
    "page": (1, 1, 0),
    **dict.fromkeys(("pages", "total_pages", "page_count"), (1, 8, 0)),
    "offset": (0, 0, 0),
    **dict.fromkeys(("limit", "per_page", "page_size"), (10, 50, 0)),
    **dict.fromkeys(("latitude", "lat"), (-60, 60, 5)),
    **dict.fromkeys(("longitude", "lng", "lon"), (-180, 180, 5)),
    **dict.fromkeys(("width", "height"), (100, 2000, 0)),
    **dict.fromkeys(("weight", "length", "distance", "temperature"), (1, 40, 1)),
    **dict.fromkeys(("duration", "seconds", "minutes", "hours", "interval", "timeout"), (1, 60, 0)),
    **dict.fromkeys(("ms", "latency", "millis", "milliseconds"), (5, 900, 0)),
    **dict.fromkeys(("size", "bytes"), (1024, 65536, 0)),
    "port": (1024, 49151, 0),
    **dict.fromkeys(("version", "revision", "position", "rank", "index", "priority", "level"), (1, 9, 0)),
    "status": (200, 200, 0),
    "id": (1, 9999, 0),
}
"""By the last words of a member's name: the least, the greatest and the decimal places of a likely number."""

LOWER: Final = {"min", "minimum", "low", "lower", "from", "start", "first", "begin", "old"}
UPPER: Final = {"max", "maximum", "high", "upper", "to", "end", "last", "new"}
"""Words by which a number is the lower or the upper one of two."""

MOMENTS: Final = {"at", "timestamp", "created", "updated", "modified", "date", "datetime", "time", "on", "expires"}
"""The last words of members that say when something happened."""

SELDOM: Final = {
    "archived",
    "banned",
    "blocked",
    "deleted",
    "disabled",
    "draft",
    "error",
    "expired",
    "failed",
    "hidden",
}
"""Words by which a boolean is false more often than not."""

SUCCEEDED: Final = {("success",), ("successful",), ("succeeded",), ("ok",)}
FAILED: Final = {("error",), ("errors",), ("failed",), ("failure",)}
"""The words of booleans that say whether what was asked for was done."""
