"""The refusals that several adapters share, as netgraph's errors with a next step, and Neo4j's status codes.

Source of the codes: https://neo4j.com/docs/status-codes/5/. What a driver raises of its own (no connection,
closed) is translated in its adapter.
"""

from __future__ import annotations

from netgraph.errors import (
    AuthRefused,
    InsecureStore,
    OutcomeUnknown,
    StatementInvalid,
    StoreAway,
    StoreError,
    TooLarge,
    UsageError,
)

MOST_WORDS = 30  # of a driver, in a message
HINTS = {
    "memory": "the server ran out of memory: raise server.memory.heap.max_size there, or ask for less",
    "TransientError": "it is busy or restarting; run this again",
    "": "the code is Neo4j's own; its documentation and the server's log say more",
}


def refusal(code: str | None, message: str | None, uri: str) -> StoreError | UsageError:
    """Return the error that a status code of Neo4j stands for.

    Parameters
    ----------
    code : str or None
        Such as ``Neo.ClientError.Statement.SyntaxError``.
    message : str or None
        The server's own words.
    uri : str
        The server's address, for the message.

    Returns
    -------
    StoreError or UsageError
        To be raised from the driver's error.
    """
    code, message = code or "", message or "no reason given"
    match code.split("."):
        case [_, "ClientError", "Security", _]:
            found: StoreError | UsageError = login_refused(uri)
        case [_, "ClientError", "Statement", "AccessMode"]:
            found = writes_in_read()
        case [_, "ClientError", "Statement", "SyntaxError" | "SemanticError" | "ParameterMissing"]:
            found = unreadable(message)
        case [_, "ClientError", "Schema", "ConstraintValidationFailed"]:
            found = duplicate_key()
        case [_, "ClientError", "Database", "DatabaseNotFound"]:
            found = UsageError(
                f"{uri} has no such database",
                hint="set NETGRAPH_DATABASE to the name of a database of that server, or unset it",
            )
        case [_, _, "General", "MemoryPoolOutOfMemoryError" | "OutOfMemoryError"]:
            found = StoreError(f"{uri} refused: {message} ({code})", hint=HINTS["memory"])
        case [_, "ClientError", "Cluster", "NotALeader"]:
            found = no_leader(uri)
        case [_, "TransientError", "Transaction", "BookmarkTimeout"]:
            found = lags(uri)
        case [_, kind, *_]:
            found = StoreError(f"{uri} refused: {message} ({code})", hint=HINTS.get(kind, HINTS[""]))
        case _:
            found = StoreError(f"{uri} refused: {message} ({code})", hint=HINTS[""])
    return found


def login_refused(uri: str) -> AuthRefused:
    """Say that a server did not let the user in."""
    return AuthRefused(
        f"{uri} refused the user or the password",
        hint="set NETGRAPH_USER and NETGRAPH_PASSWORD; a new Neo4j wants its first password changed",
    )


def away(uri: str, cause: BaseException) -> StoreAway:
    """Say that no server answers."""
    said = " ".join(str(cause).split()[:MOST_WORDS]) or type(cause).__name__
    return StoreAway(
        f"{uri} does not answer: {said}",
        hint="is Neo4j running, is the port right, does it expect TLS? docker compose up -d starts one",
    )


def no_leader(uri: str) -> StoreAway:
    """Say that no server can be written to, or not this one."""
    if uri.startswith("neo4j"):
        return StoreAway(
            f"no server of the cluster behind {uri} takes writes",
            hint="while most of the database's primaries run (see SHOW DATABASES) a leader is chosen within "
            "seconds; then run this once more: what is written already is not written twice",
        )
    return StoreAway(
        f"{uri} takes no writes: it is not the leader of its cluster",
        hint=f"use {uri.replace('bolt', 'neo4j', 1)}, which leads to the leader; nothing was written",
    )


def no_reader(uri: str) -> StoreAway:
    """Say that none of the servers that a cluster names can be reached."""
    return StoreAway(
        f"{uri} answers, but none of the servers that it names for its database can be reached",
        hint="each tells its server.bolt.advertised_address: can this machine reach that by this scheme?",
    )


def lags(uri: str) -> StoreAway:
    """Say that a server has not yet what was written on another."""
    return StoreAway(
        f"a server of the cluster behind {uri} lags: it has not yet what this account wrote or saw before",
        hint="run this again; SHOW DATABASES YIELD name, address, replicationLag tells how far they lag",
    )


def set_back(uri: str) -> StoreError:
    """Say that a server does not hold what was committed on it."""
    return StoreError(
        f"{uri} does not hold what this account last wrote to it or saw there: its database was made anew, "
        "or restored from an older backup",
        hint="this is said once; netgraph runs shows what is there: load again what is missing",
    )


def leads_away(uri: str, address: str) -> InsecureStore:
    """Say that a cluster that is reached without encryption names a server on another machine."""
    return InsecureStore(
        f"{uri} leads to {address}, which is not on this machine, and the line is not encrypted: "
        "the password would be readable on the way",
        hint="use neo4j+s:// (or neo4j+ssc:// for a self-signed certificate)",
    )


def untrusted(uri: str, reason: str) -> StoreAway:
    """Say that a server's certificate is not trusted."""
    return StoreAway(
        f"{uri} shows a certificate that is not trusted here: {reason}",
        hint="name the file with its authority's certificate in SSL_CERT_FILE; +ssc instead of +s trusts any",
    )


def outcome_unknown(uri: str) -> OutcomeUnknown:
    """Say that a server went away while it committed a batch."""
    return OutcomeUnknown(
        f"{uri} went away before it said whether a batch was written",
        hint="is Neo4j running again? then run this once more: what is written already is not written twice",
    )


def unreadable(message: str) -> StatementInvalid:
    """Say that an engine cannot read a statement."""
    return StatementInvalid(
        f"the engine cannot read the statement: {message}",
        hint="correct the statement; netgraph query check shows what is wrong with a file in queries/",
    )


def writes_in_read() -> StatementInvalid:
    """Say that a statement that should only read would write."""
    return StatementInvalid(
        "the statement writes, and only reading statements are run here; nothing was changed",
        hint="take CREATE, MERGE, SET, DELETE and REMOVE out of it; netgraph ingest is the way to write",
    )


def duplicate_key() -> StoreError:
    """Say that a batch met a key that is there already."""
    return StoreError(
        "a key is already there; nothing of the batch was written",
        hint="another load may be writing the same source: wait for it to end, then run this one again",
    )


def short_batch(written: int, expected: int) -> StoreError:
    """Say that a batch did not meet the nodes or claims it needs."""
    return StoreError(
        f"only {written} of {expected} rows of a batch found what they need; nothing of it was written",
        hint="another load may be changing the same source: wait for it to end, then run this one again",
    )


def disk_refused(reason: str) -> StoreError:
    """Say that the disk of an embedded store did not take what was to be written."""
    return StoreError(
        f"the store cannot be written: {reason}; nothing of the batch was written",
        hint="make room there or get the right to write, then run this again; earlier batches stay",
    )


def heap_full() -> TooLarge:
    """Say that the embedded engine has used up its heap."""
    return TooLarge(
        "the embedded database has used up the heap of its Java runtime",
        hint="set NETGRAPH_HEAP higher, such as NETGRAPH_HEAP=2g; or use a Neo4j server with --store",
    )


def closed(uri: str) -> StoreError:
    """Say that a store was used after it was closed."""
    return StoreError(f"the store {uri} is closed", hint="open it again with open_store")


def unfit_value(cause: Exception) -> UsageError:
    """Say that a value is none that a graph holds."""
    return UsageError(
        f"a value does not fit the graph: {str(cause).splitlines()[0]}",
        hint="use text, integers of 64 bits, numbers, true or false, and lists of text",
    )
