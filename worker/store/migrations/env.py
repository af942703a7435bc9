"""What Alembic runs before the scripts: they work on the connection, and inside the transaction, of the caller."""

from __future__ import annotations

from alembic import context

from worker.store.tables import Row

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
