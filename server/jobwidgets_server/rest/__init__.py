"""The REST interface. `routes.ROUTES` is the whole of it; OpenAPI is generated from the same table."""
