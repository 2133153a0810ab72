"""The steps by which a store's tables came to be, one file each, run by alembic."""
