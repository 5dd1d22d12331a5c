"""The directory of this user's stack: where it is, what is in it, and that nobody else can read it.

JOBWIDGETS_HOME/          0700
    identity.json         0600: secrets and ports that stay the same over restarts
    runtime.json          0600: the stack that runs now (`runtime.Runtime`)
    modules.json          0600: the user's job modules, for the next start (`modules`)
    start.lock            held by whoever starts or stops a stack
    supervisor.lock       held by the supervisor as long as it lives
    jobwidgets.db         the job records (SQLite)
    valkey/               Valkey's configuration and append-only log
    logs/                 one log a process, bounded (`logs`)
    work/                 working directory of the processes
"""

import getpass
import os
import secrets
import sys
from pathlib import Path

import msgspec
import platformdirs
from filelock import FileLock

from ..protocol.errors import StackError
from .valkey import free_port


class Identity(msgspec.Struct, kw_only=True):
    """What survives restarts of the stack, so that kernels and their tokens do too.

    ``user`` is the owner of all jobs launched here: noted once, because the login name a process
    sees depends on its environment.
    """

    jwt_secret: str
    code_key: str
    redis_password: str
    user: str
    http_port: int = 0
    redis_port: int = 0


class Home:
    """Paths below one JOBWIDGETS_HOME."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.identity_file = root / "identity.json"
        self.runtime_file = root / "runtime.json"
        self.modules_file = root / "modules.json"
        self.used_file = root / "used"
        self.valkey = root / "valkey"
        self.database = root / "jobwidgets.db"
        self.logs = root / "logs"
        self.work = root / "work"

    @classmethod
    def default(cls) -> "Home":
        """The home that JOBWIDGETS_HOME names, else the platform's directory for user data."""
        chosen = os.environ.get("JOBWIDGETS_HOME")
        root = Path(chosen).expanduser() if chosen else platformdirs.user_data_path("jobwidgets", appauthor=False)
        return cls(root.absolute())

    def create(self) -> "Home":
        """Make the directories, or take away what others may do with them. Raises `StackError`."""
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            if sys.platform != "win32":
                if self.root.stat().st_uid != os.getuid():
                    raise StackError(
                        f"{self.root} belongs to another user. Set JOBWIDGETS_HOME to a directory of yours."
                    )
                self.root.chmod(0o700)
            for directory in (self.valkey, self.logs, self.work):
                directory.mkdir(mode=0o700, exist_ok=True)
        except OSError as why:
            raise StackError(
                f"Cannot use {self.root} ({why.strerror}). Set JOBWIDGETS_HOME to a directory that can be written."
            ) from why
        return self

    def start_lock(self, timeout: float) -> FileLock:
        """Held while a stack is being started, stopped or replaced."""
        return FileLock(self.root / "start.lock", timeout=timeout, mode=0o600)

    def supervisor_lock(self) -> FileLock:
        """Held by the supervisor for life: released by the operating system however it dies."""
        return FileLock(self.root / "supervisor.lock", timeout=0, mode=0o600)

    def log(self, member: str) -> Path:
        """Where ``member`` writes what it has to say."""
        return self.logs / f"{member}.log"

    def identity(self) -> Identity:
        """The identity, made at the first call. Ports are chosen again when they are taken by others."""
        try:
            return msgspec.json.decode(self.identity_file.read_bytes(), type=Identity)
        except FileNotFoundError:
            return self._new_identity()
        except msgspec.MsgspecError:
            # Nothing durable hangs on these secrets: new ones only make old tokens void.
            return self._new_identity()

    def _new_identity(self) -> Identity:
        made = Identity(
            jwt_secret=secrets.token_urlsafe(32),
            code_key=secrets.token_urlsafe(32),
            redis_password=secrets.token_urlsafe(32),
            user=login_name(),
            http_port=free_port(),
            redis_port=free_port(),
        )
        self.save_identity(made)
        return made

    def save_identity(self, identity: Identity) -> None:
        """Write ``identity`` (0600)."""
        write_private(self.identity_file, msgspec.json.encode(identity))


def login_name() -> str:
    """Who runs this process; ``local`` where the system does not know (a container without a passwd entry)."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"


def write_private(path: Path, data: bytes) -> None:
    """Replace ``path`` by ``data`` in one step; only the user can read it, at no moment anybody else."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
    draft.replace(path)
