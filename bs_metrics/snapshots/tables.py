"""The store's tables as SQLAlchemy knows them. `migrations.py` makes them; a test compares the two."""

from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()

files = Table(
    "files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

blobs = Table(
    "blobs",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),  # Parquet
)

snapshots = Table(
    "snapshots",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False, unique=True),
    Column("parent", Text, ForeignKey("snapshots.id"), unique=True),
    Column("time", DateTime, nullable=False),  # UTC
    Column("author", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("as_of", Date),
    Column("origin", Text, nullable=False),  # folder, upload, restore
    Column("source_id", Text),  # the id of a folder's content
    Column("restored_from", Text, ForeignKey("snapshots.id")),
    Column("file_name", Text),
    Column("file_sha256", Text, ForeignKey("files.sha256")),
)

snapshot_tables = Table(
    "snapshot_tables",
    metadata,
    Column("snapshot", Text, ForeignKey("snapshots.id"), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("blob", Text, ForeignKey("blobs.sha256"), nullable=False),
)

remembered = Table(
    "remembered",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=True),
    Column("shape", Text, nullable=False, index=True),
    Column("choices", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("time", DateTime, nullable=False),  # UTC
)

migrations = Table(
    "migrations",
    metadata,
    Column("name", Text, primary_key=True),
    Column("time", DateTime, nullable=False),  # UTC
)
