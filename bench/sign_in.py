"""What signing in with a password costs this machine: CPU time of the process, most of it Argon2id on purpose."""

import tempfile
import time

from bench.figures import Figure, Result, median
from practice.services.accounts import AccountService
from practice.services.links import LinkService
from practice.store.database import Database
from practice.store.migrate import upgrade
from practice.store.person import PersonRole

ROUNDS = 20
MOST_MS = 60.0
EMAIL, PASSWORD = "kim@bench.example", "four calm blue whales"


def measure() -> Result:
    with tempfile.TemporaryDirectory(prefix="practice-bench-") as folder:
        database = Database(f"sqlite:///{folder}/practice.db")
        upgrade(database)
        accounts, links = AccountService(database), LinkService(database)
        accounts.add_organisation("bench", "The Bench")
        person = accounts.add_person(EMAIL, "Kim", "bench", PersonRole.TRAINEE)
        links.choose_password(links.link_for(person), PASSWORD)
        taken = [_one(accounts) for _ in range(ROUNDS)]
        database.close()
    return Result(
        "sign_in",
        "python -m bench sign_in",
        f"AccountService.sign_in with the right password on SQLite, CPU time, {ROUNDS} times",
        (Figure("median", median(taken), "ms", most=MOST_MS), Figure("most", max(taken), "ms")),
    )


def _one(accounts: AccountService) -> float:
    started = time.process_time()
    if accounts.sign_in(EMAIL, PASSWORD, "192.0.2.1") is None:
        raise RuntimeError("the right password was refused")
    return (time.process_time() - started) * 1000
