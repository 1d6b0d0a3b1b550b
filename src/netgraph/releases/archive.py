"""A bundle as one zip file: the same bytes for the same content, and refused where it is odd."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from netgraph.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # zip knows no earlier one; the time of writing would differ each time
PRIVATE = 0o600 << 16
LARGEST = 4 * 2**30  # bytes, unpacked
TIMES = 200  # packed content of tables is smaller by less


def packed(files: Mapping[str, bytes]) -> bytes:
    """Pack files.

    Parameters
    ----------
    files : mapping of str to bytes
        By path in the bundle.

    Returns
    -------
    bytes
        A zip file; the same for the same files, in whatever order.
    """
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(files):
            info = zipfile.ZipInfo(path, EPOCH)
            info.compress_type, info.external_attr, info.create_system = zipfile.ZIP_DEFLATED, PRIVATE, 3
            archive.writestr(info, files[path])
    return stream.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Unpack a bundle that somebody else may have made.

    Parameters
    ----------
    content : bytes

    Returns
    -------
    dict of str to bytes
        By path.

    Raises
    ------
    DataError
        It is no zip file, is damaged, names a path twice or outside of itself, or would unpack to far more
        than it is.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            _refuse_odd(infos, len(content))
            return {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as cause:
        raise DataError(
            f"the bundle cannot be unpacked: {cause}", hint="ask the sender for it again"
        ) from cause


def _refuse_odd(infos: list[zipfile.ZipInfo], size: int) -> None:
    names = [info.filename for info in infos]
    total = sum(info.file_size for info in infos)
    odd = [name for name in names if name.startswith("/") or ".." in name.split("/") or "\\" in name]
    for wrong, what in (
        (len(set(names)) < len(names), "names a file twice"),
        (bool(odd), "names a file outside of itself"),
        (total > max(LARGEST, 0) or total > TIMES * size + 2**20, "would unpack to far more than it is"),
    ):
        if wrong:
            raise DataError(f"the bundle {what}", hint="it was not written by netgraph: do not use it")
