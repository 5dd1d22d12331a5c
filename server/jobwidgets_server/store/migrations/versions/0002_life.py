"""A job's life: transitions, attempts, checkpoints, memos, archived events; schedules; search; fast lists."""

import hashlib
import itertools
import json
import re
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

UNFINISHED = "state NOT IN ('completed', 'failed', 'cancelled')"
LAUNCHING = "state = 'creating'"
UNENQUEUED = "state = 'queued' AND enqueued IS FALSE AND external IS FALSE"

PARTIAL = {
    "ix_jobs_owner_origin": (["owner", "origin", "created", "id"], "origin IS NOT NULL"),
    "ix_jobs_owner_schedule": (["owner", "schedule", "created", "id"], "schedule IS NOT NULL"),
    "ix_jobs_parent": (["parent", "created", "id"], "parent IS NOT NULL"),
    "ix_jobs_unfinished": (["id"], UNFINISHED),
    "ix_jobs_launching": (["created"], LAUNCHING),
    "ix_jobs_unenqueued": (["created"], UNENQUEUED),
    "ix_jobs_input_expires": (["input_expires"], "input_expires IS NOT NULL"),
}
FULL = {
    "ix_jobs_owner_state": ["owner", "state", "created", "id"],
    "ix_jobs_owner_type": ["owner", "type", "state", "created", "id"],
    "ix_jobs_state_ended": ["state", "ended", "id"],
}
COLUMNS = ["priority", "backoff", "limits", "budget", "parent", "schedule", "origin", "failures", "input"]
COLUMNS += ["input_expires", "search"]
BATCH = 500


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    _add_columns(postgres)
    _add_tables()
    _fill_tags()
    _fill_jobs(postgres)
    op.drop_index("ix_jobs_state", "jobs")
    for name, columns in FULL.items():
        op.create_index(name, "jobs", columns)
    for name, (columns, where) in PARTIAL.items():
        op.create_index(name, "jobs", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
    if postgres:
        op.create_index("ix_jobs_search", "jobs", ["search"], postgresql_using="gin")


def _add_columns(postgres: bool) -> None:
    for column in (
        sa.Column("priority", sa.String(8), nullable=False, server_default="normal"),
        sa.Column("backoff", sa.Text),
        sa.Column("limits", sa.Text, nullable=False, server_default="[]"),
        sa.Column("budget", sa.Text),
        sa.Column("parent", sa.String(128)),
        sa.Column("schedule", sa.String(128)),
        sa.Column("origin", sa.String(512)),
        sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
        sa.Column("input", sa.Text),
        sa.Column("input_expires", sa.Double),
        sa.Column("search", TSVECTOR if postgres else sa.Text),
    ):
        op.add_column("jobs", column)


def _job() -> sa.Column:
    return sa.Column("job", sa.String(128), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)


def _add_tables() -> None:
    op.create_table(
        "transitions",
        _job(),
        sa.Column("epoch", sa.Integer, primary_key=True),
        sa.Column("seq", sa.BigInteger, primary_key=True),
        sa.Column("at", sa.Double, primary_key=True),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("reason", sa.Text),
    )
    op.create_table(
        "attempts",
        _job(),
        sa.Column("attempt", sa.Integer, primary_key=True),
        sa.Column("worker", sa.Text),
        sa.Column("checkpoint", sa.Integer, nullable=False),
        sa.Column("started", sa.Double, nullable=False),
        sa.Column("ended", sa.Double),
        sa.Column("why", sa.Text),
    )
    op.create_table(
        "checkpoints",
        _job(),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
    )
    op.create_table(
        "memos",
        _job(),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("digest", sa.String(16), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "event_chunks",
        _job(),
        sa.Column("epoch", sa.Integer, primary_key=True),
        sa.Column("first", sa.BigInteger, primary_key=True),
        sa.Column("last", sa.BigInteger, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "schedules",
        sa.Column("owner", sa.String(256), primary_key=True),
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("cron", sa.Text, nullable=False),
        sa.Column("timezone", sa.String(64), nullable=False),
        sa.Column("request", sa.Text, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("next", sa.Double),
        sa.Column("last", sa.Double),
        sa.Column("last_job", sa.String(128)),
        sa.Column("problem", sa.Text),
    )
    op.create_index("ix_schedules_next", "schedules", ["next"])
    op.create_table(
        "shards",
        sa.Column("shard", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("word", sa.String(64), nullable=False),
    )


def _fill_tags() -> None:
    op.add_column("job_tags", sa.Column("owner", sa.String(256)))
    op.add_column("job_tags", sa.Column("created", sa.Double))
    op.execute(
        "UPDATE job_tags SET owner = (SELECT owner FROM jobs WHERE id = job_tags.job), "
        "created = (SELECT created FROM jobs WHERE id = job_tags.job)"
    )
    with op.batch_alter_table("job_tags") as batch:
        batch.alter_column("owner", existing_type=sa.String(256), nullable=False)
        batch.alter_column("created", existing_type=sa.Double, nullable=False)
    op.create_index("ix_job_tags_owner", "job_tags", ["owner", "tag", "created", "job"])


# ── what the rows there are say of their lives and words, as of this revision ──────────────────

_WORD = re.compile(r"[^\W_]+")


def _fill_jobs(postgres: bool) -> None:
    """Words, first and last transition, attempts: as much as rows of the first schema tell."""
    if not postgres:
        op.execute(
            "CREATE VIRTUAL TABLE job_search USING fts5(job UNINDEXED, asked, said, "
            "tokenize = \"unicode61 remove_diacritics 0\", prefix = '2 3')"
        )
    connection = op.get_bind()
    wanted = "id, type, tags, params, external, epoch, seq, state, attempt, reason, error, created, ended, snapshot"
    after = ""
    while rows := connection.execute(
        sa.text(f"SELECT {wanted} FROM jobs WHERE id > :after ORDER BY id LIMIT {BATCH}"), {"after": after}
    ).all():
        after = rows[-1].id
        _store_words(connection, rows, postgres)
        _store_life(connection, [row for row in rows if row.state != "creating"])


def _store_words(connection: sa.Connection, rows: Sequence[Any], postgres: bool) -> None:
    found = [
        {
            "job": row.id,
            "row": int.from_bytes(hashlib.blake2b(row.id.encode(), digest_size=8).digest(), "big") >> 1,
            "asked": _words([row.id, row.type, *json.loads(row.tags), *_texts(json.loads(row.params))]),
            "said": _words(_end(row)) if row.ended is not None else [],
        }
        for row in rows
    ]
    if postgres:
        vectors = [{"job": one["job"], "found": [*dict.fromkeys(one["asked"] + one["said"])]} for one in found]
        statement = sa.text("UPDATE jobs SET search = array_to_tsvector(:found) WHERE id = :job")
        connection.execute(statement.bindparams(sa.bindparam("found", type_=ARRAY(sa.Text))), vectors)
    else:
        joined = [one | {"asked": " ".join(one["asked"]), "said": " ".join(one["said"])} for one in found]
        statement = "INSERT INTO job_search (rowid, job, asked, said) VALUES (:row, :job, :asked, :said)"
        connection.execute(sa.text(statement), joined)


def _store_life(connection: sa.Connection, rows: Sequence[Any]) -> None:
    transitions, attempts = [], []
    for row in rows:
        if not row.external and row.epoch == 1:
            transitions.append(_transition(row, 1, row.created, "queued", 0, None))
        if row.ended is not None and row.seq > 1:
            transitions.append(_transition(row, row.seq, row.ended, row.state, row.attempt, row.reason))
        starts = json.loads(bytes(row.snapshot)).get("attempts", []) if row.snapshot else []
        for start, following in itertools.zip_longest(starts, starts[1:]):
            ended, why = row.ended, f"{row.state}: {row.reason}" if row.reason else row.state
            if following is not None:
                ended, why = following["at"], "replaced"
            attempts.append(
                {
                    "job": row.id,
                    "attempt": start["attempt"],
                    "worker": start.get("worker"),
                    "checkpoint": start["checkpoint"],
                    "started": start["at"],
                    "ended": ended,
                    "why": why if ended is not None else None,
                }
            )
    for name, made in (("transitions", transitions), ("attempts", attempts)):
        if made:
            columns = ", ".join(made[0])
            values = ", ".join(f":{column}" for column in made[0])
            connection.execute(sa.text(f"INSERT INTO {name} ({columns}) VALUES ({values})"), made)


def _transition(row: Any, seq: int, at: float, state: str, attempt: int, reason: str | None) -> dict[str, Any]:
    made = {"job": row.id, "epoch": row.epoch, "seq": seq, "at": at}
    return made | {"state": state, "attempt": attempt, "reason": reason}


def _words(texts: list[str]) -> list[str]:
    return [*dict.fromkeys(match[0].lower()[:64] for one in texts for match in _WORD.finditer(one))][:400]


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for name, item in value.items() for text in (str(name), *_texts(item))]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [] if value is None or isinstance(value, bool) else [str(value)]


def _end(row: Any) -> list[str]:
    error = json.loads(row.error) if row.error else {}
    snapshot = json.loads(bytes(row.snapshot)) if row.snapshot else {}
    text = "".join(s["text"] for s in snapshot.get("text", []) if s["channel"] == "answer")
    return [row.reason or "", error.get("type", ""), error.get("message", "")[:4000], text[:4000]]


def downgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.drop_index("ix_job_tags_owner", "job_tags")
    for name in (*FULL, *PARTIAL, *(["ix_jobs_search"] if postgres else [])):
        op.drop_index(name, "jobs")
    for name in ("shards", "schedules", "event_chunks", "memos", "checkpoints", "attempts", "transitions"):
        op.drop_table(name)
    if not postgres:
        op.execute("DROP TABLE job_search")
    for column in ("created", "owner"):
        op.drop_column("job_tags", column)
    for column in COLUMNS:
        op.drop_column("jobs", column)
    op.create_index("ix_jobs_state", "jobs", ["state", "created"])
