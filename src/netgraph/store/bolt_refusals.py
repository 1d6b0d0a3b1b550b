"""What the official driver raises of its own, as netgraph's errors."""

from __future__ import annotations

import ssl
from contextlib import contextmanager
from typing import TYPE_CHECKING

from neo4j import exceptions as driver_errors

from netgraph.errors import StoreAway, StoreError, UsageError
from netgraph.store.refusals import away, no_leader, no_reader, refusal, unfit_value, untrusted

if TYPE_CHECKING:
    from collections.abc import Iterator

NO_ROUTES = "Unable to retrieve routing information"
BOOKMARK_TIMEOUT = "Neo.TransientError.Transaction.BookmarkTimeout"
BOOKMARK_REFUSED = {
    BOOKMARK_TIMEOUT,
    "Neo.ClientError.Transaction.InvalidBookmark",
    "Neo.ClientError.Transaction.InvalidBookmarkMixture",
}


@contextmanager
def connecting(uri: str) -> Iterator[None]:
    """Turn what the driver says of an address that it cannot use into netgraph's errors."""
    try:
        yield
    except driver_errors.ConfigurationError as cause:
        raise UsageError(
            f"{uri} is no address of a Neo4j server: {cause}", hint="use bolt://host:7687 or neo4j+s://host"
        ) from cause
    except ValueError as cause:  # the driver's word for a host that cannot be found
        raise StoreAway(f"cannot connect to {uri}: {cause}", hint="is the name of the host right?") from cause


@contextmanager
def translated(uri: str) -> Iterator[None]:
    """Turn the driver's errors into netgraph's."""
    try:
        yield
    except driver_errors.Neo4jError as cause:
        raise refusal(cause.code, cause.message, uri) from cause
    except (
        driver_errors.ServiceUnavailable,
        driver_errors.SessionExpired,
        driver_errors.ConnectionAcquisitionTimeoutError,
        OSError,
    ) as cause:
        raise _unreached(uri, cause) from cause
    except driver_errors.DriverError as cause:
        raise StoreError(
            f"the driver of {uri} refused: {cause}", hint="open the store again and repeat the call"
        ) from cause
    except (OverflowError, TypeError, ValueError) as cause:
        raise unfit_value(cause) from cause


def _unreached(uri: str, cause: BaseException) -> StoreAway:
    """Say which server was not reached: one for writing, one for reading, or any."""
    for error in _causes(cause):
        if isinstance(error, driver_errors.WriteServiceUnavailable):
            return no_leader(uri)
        if isinstance(error, driver_errors.ReadServiceUnavailable):
            return no_reader(uri)
        if isinstance(error, ssl.SSLCertVerificationError):
            return untrusted(uri, error.verify_message)
    # Where no server tells who has the database, it counts why.
    return away(uri, next((one for one in _causes(cause) if str(one) != NO_ROUTES), cause))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Give an error and what led to it; of several that led to it together, the first."""
    while error is not None:
        if isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0] if error.exceptions else None
            continue
        yield error
        error = error.__cause__
