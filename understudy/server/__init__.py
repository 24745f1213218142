"""Who answers? The one room that knows ASGI and Connexion: routing, checks on both sides, errors on the wire."""

import warnings

with warnings.catch_warnings():
    # Connexion 3.3 imports Starlette's test client, which says that it would rather have another HTTP client.
    warnings.simplefilter("ignore")
    import connexion as connexion
