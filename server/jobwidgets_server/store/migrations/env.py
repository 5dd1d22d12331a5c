"""Alembic's entry: runs on the connection, and in the transaction, that `store.migrate` hands over."""

from alembic import context

from jobwidgets_server.store.models import Base

connection = context.config.attributes.get("connection")
if connection is None:
    raise SystemExit("Migrations run when the server starts; use jobwidgets_server.store.migrate.")
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
context.run_migrations()
