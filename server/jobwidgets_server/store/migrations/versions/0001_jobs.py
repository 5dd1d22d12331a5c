"""Jobs and their tags."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("owner", sa.String(256), nullable=False),
        sa.Column("type", sa.String(128), nullable=False),
        sa.Column("params", sa.Text, nullable=False),
        sa.Column("tags", sa.Text, nullable=False),
        sa.Column("queue", sa.String(64), nullable=False),
        sa.Column("timeout", sa.Double),
        sa.Column("retries", sa.Integer),
        sa.Column("code", sa.LargeBinary),
        sa.Column("signature", sa.String(64)),
        sa.Column("external", sa.Boolean, nullable=False),
        sa.Column("retry_of", sa.String(128)),
        sa.Column("idempotency_key", sa.String(200)),
        sa.Column("body_hash", sa.String(64)),
        sa.Column("generation", sa.Integer, nullable=False),
        sa.Column("enqueued", sa.Boolean, nullable=False),
        sa.Column("run_at", sa.Double),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("progress", sa.Text),
        sa.Column("step", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("error", sa.Text),
        sa.Column("usage", sa.Text),
        sa.Column("snapshot", sa.LargeBinary),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("started", sa.Double),
        sa.Column("ended", sa.Double),
        sa.Column("recorded", sa.Double, nullable=False),
    )
    op.create_index("uq_jobs_owner_idempotency_key", "jobs", ["owner", "idempotency_key"], unique=True)
    op.create_index("ix_jobs_owner_created", "jobs", ["owner", "created", "id"])
    op.create_index("ix_jobs_state", "jobs", ["state", "created"])
    op.create_table(
        "job_tags",
        sa.Column("tag", sa.String(64), primary_key=True),
        sa.Column("job", sa.String(128), sa.ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True),
    )
    op.create_index("ix_job_tags_job", "job_tags", ["job"])


def downgrade() -> None:
    op.drop_table("job_tags")
    op.drop_table("jobs")
