"""The jobwidgets server: REST, the live relay, the recorder. `app.make_app` puts it together."""
