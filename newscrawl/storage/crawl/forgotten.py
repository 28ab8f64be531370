"""What was forgotten must not come back: salted hashes of keys tell."""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable

from sqlalchemy import Connection, insert, select

from newscrawl.storage.crawl.ledger import INSERTS
from newscrawl.storage.database.batches import batched
from newscrawl.storage.database.schema import ForgetSaltRow, ForgottenRow

FORGOTTEN = "forgotten"  # reason of a page that is not taken again
_SALT = select(ForgetSaltRow.salt)


def remember_forgotten(connection: Connection, keys: Iterable[str]) -> list[str]:
    """Keep hashes of ``keys``, by which they are known again; return the hashes in order."""
    salt = _salt(connection)
    if salt is None:
        salt = secrets.token_hex(32)
        connection.execute(insert(ForgetSaltRow), {"salt": salt})
    hashes = sorted(_hashed(salt, key) for key in keys)
    if hashes:
        statement = INSERTS[connection.dialect.name](ForgottenRow).on_conflict_do_nothing(index_elements=["hash"])
        connection.execute(statement, [{"hash": one} for one in hashes])
    return hashes


def forgotten_keys(connection: Connection, keys: Collection[str]) -> frozenset[str]:
    """Return those of ``keys`` that were forgotten."""
    salt = _salt(connection) if keys else None
    if salt is None:
        return frozenset()
    hashed = {_hashed(salt, key): key for key in keys}
    found = set()
    for some_hashes in batched(hashed):
        some = select(ForgottenRow.hash).where(ForgottenRow.hash.in_(some_hashes))
        found |= {hashed[one] for one in connection.execute(some).scalars()}
    return frozenset(found)


def _salt(connection: Connection) -> str | None:
    return connection.execute(_SALT).scalar()


def _hashed(salt: str, key: str) -> str:
    return hmac.new(salt.encode(), key.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
