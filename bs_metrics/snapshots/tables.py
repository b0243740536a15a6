"""The store's tables with what the database itself refuses in them, and how a store gets them. Times are in UTC.

A table that a store out there has never changes here. A new one is another table, and its name another step of `STEPS`;
a new column would need a step that adds it to the stores that have the table already.
"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from bs_metrics.snapshots.database import Database

METADATA = sa.MetaData()


class _Moment(sa.TypeDecorator[datetime]):
    """A moment, in UTC when it is read: both databases keep it without a zone."""

    impl, cache_ok = sa.DateTime, True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment as it is kept."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """The moment as it is read."""
        return value and value.replace(tzinfo=UTC)


# What a store of this version has been through.
STEPS = ("snapshots_with_blobs_and_files", "remembered_choices", "links_and_log", "submissions", "link_pages")

_REFUSE = """CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
RAISE EXCEPTION USING MESSAGE = 'the store only grows: ' || TG_OP || ' on ' || TG_TABLE_NAME || ' refused'; END $$"""
sa.event.listen(METADATA, "before_create", sa.DDL(_REFUSE).execute_if(dialect="postgresql"))


def _growing(name: str, *columns: SchemaItem, **more: Any) -> sa.Table:
    """A table whose rows can be added, never changed nor deleted."""
    table = sa.Table(name, METADATA, *columns, **more)
    for change in ("UPDATE", "DELETE"):
        said = f"RAISE(ABORT, 'the store only grows: {change} on {name} refused')"
        trigger = f"CREATE TRIGGER {name}_no_{change.lower()} BEFORE {change} ON {name} BEGIN SELECT {said}; END"
        sa.event.listen(table, "after_create", sa.DDL(trigger).execute_if(dialect="sqlite"))
    trigger = f"CREATE TRIGGER {name}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {name}"
    refusal = sa.DDL(f"{trigger} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()")
    sa.event.listen(table, "after_create", refusal.execute_if(dialect="postgresql"))
    return table


files, blobs = (
    _growing(name, sa.Column("sha256", sa.Text, primary_key=True), sa.Column("content", sa.LargeBinary, nullable=False))
    for name in ("files", "blobs")
)
# Two snapshots can have neither the same number nor the same parent, so the history is a line.
snapshots = _growing(
    "snapshots",
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, sa.CheckConstraint("number >= 1"), nullable=False, unique=True),
    sa.Column("parent", sa.Text, sa.ForeignKey("snapshots.id"), unique=True),
    sa.Column("time", _Moment, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("as_of", sa.Date),
    sa.Column("origin", sa.Text, nullable=False),  # folder, upload, restore
    sa.Column("source_id", sa.Text),  # the id of a folder's content
    sa.Column("restored_from", sa.Text, sa.ForeignKey("snapshots.id")),
    sa.Column("file_name", sa.Text),
    sa.Column("file_sha256", sa.Text, sa.ForeignKey("files.sha256")),
    sa.CheckConstraint("(number = 1) = (parent IS NULL)"),
    sa.CheckConstraint("(file_name IS NULL) = (file_sha256 IS NULL)"),
    sa.CheckConstraint("(origin = 'restore') = (restored_from IS NOT NULL)"),
)
snapshot_tables = _growing(
    "snapshot_tables",
    sa.Column("snapshot", sa.Text, sa.ForeignKey("snapshots.id"), primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("blob", sa.Text, sa.ForeignKey("blobs.sha256"), nullable=False),
)
remembered = _growing(
    "remembered",
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), primary_key=True),
    sa.Column("shape", sa.Text, nullable=False, index=True),
    sa.Column("choices", sa.Text, nullable=False),
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("time", _Moment, nullable=False),
    sqlite_autoincrement=True,
)
links = _growing(
    "links",
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("sha256", sa.Text, nullable=False),  # of the key that opens it
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("snapshot", sa.Text, sa.ForeignKey("snapshots.id")),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("made", _Moment, nullable=False),
    sa.Column("until", _Moment, nullable=False),
)
link_pages = _growing(  # that a link is limited to; none: it is not
    "link_pages",
    sa.Column("link", sa.Text, sa.ForeignKey("links.id"), primary_key=True),
    sa.Column("page", sa.Text, primary_key=True),
)
log = _growing(
    "log",
    sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), sa.Identity(), primary_key=True),
    sa.Column("time", _Moment, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("about", sa.Text, nullable=False, index=True),  # id of a snapshot, a link, a submission; an address
    sa.Column("detail", sa.Text, nullable=False),
    sqlite_autoincrement=True,
)
submissions = _growing(
    "submissions",
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("time", _Moment, nullable=False),
    sa.Column("who", sa.Text, nullable=False, index=True),  # as the log names people
    sa.Column("author", sa.Text, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("taken", sa.Text, nullable=False),  # how the file is read and what of it counts, as JSON
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("file_sha256", sa.Text, sa.ForeignKey("files.sha256"), nullable=False),
)
migrations = _growing("migrations", sa.Column("name", sa.Text, primary_key=True), sa.Column("time", _Moment))


def add_contents(connection: sa.Connection, table: sa.Table, contents: dict[str, bytes]) -> None:
    """Add what the store does not hold yet to `blobs` or `files`; contents stand under their SHA-256."""
    held = set(connection.scalars(sa.select(table.c.sha256).where(table.c.sha256.in_(contents))))
    rows = [{"sha256": name, "content": content} for name, content in contents.items() if name not in held]
    if rows:
        connection.execute(sa.insert(table), rows)


def plain(text: str) -> str:
    """The text without what a database refuses: NUL, and halves of a character."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def migrate(database: Database) -> None:
    """Bring a store up to date. Raises StoreUnavailable, also for a store that a newer version has changed.

    Two processes that do this at once are no matter: what is missing is looked up again in the turn to write.
    """
    with database.reading() as connection:
        done = _applied(connection)
    if unknown := done - set(STEPS):
        raise database.unavailable("newer", ", ".join(sorted(unknown)))
    if done == set(STEPS):
        return
    with database.writing() as connection:
        METADATA.create_all(connection)
        now, done = datetime.now(UTC), _applied(connection)
        for step in STEPS:
            if step not in done:
                connection.execute(sa.insert(migrations).values(name=step, time=now))


def _applied(connection: sa.Connection) -> set[str]:
    if not sa.inspect(connection).has_table(migrations.name):
        return set()
    return set(connection.scalars(sa.select(migrations.c.name)))
