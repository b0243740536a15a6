"""The store's tables as queries name them; times are in UTC. `migrations.py` makes them; a test compares the two."""

from sqlalchemy import Date, DateTime, LargeBinary, column, table

files = table("files", column("sha256"), column("content", LargeBinary))
blobs = table("blobs", column("sha256"), column("content", LargeBinary))  # Parquet
snapshots = table(
    "snapshots",
    column("id"),
    column("number"),
    column("parent"),
    column("time", DateTime),
    column("author"),
    column("note"),
    column("as_of", Date),
    column("origin"),  # folder, upload, restore
    column("source_id"),  # the id of a folder's content
    column("restored_from"),
    column("file_name"),
    column("file_sha256"),
)
snapshot_tables = table("snapshot_tables", column("snapshot"), column("name"), column("blob"))
remembered = table(
    "remembered", column("number"), column("shape"), column("choices"), column("author"), column("time", DateTime)
)
migrations = table("migrations", column("name"), column("time", DateTime))
