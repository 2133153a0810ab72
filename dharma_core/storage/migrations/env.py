"""Run the steps on the connection that `dharma_core.storage.migrating` already holds."""

from alembic import context

from dharma_core.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
