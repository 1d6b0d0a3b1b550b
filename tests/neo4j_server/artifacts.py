"""Find what a Neo4j needs to run: a fitting Java, and the class path that ``pom.xml`` stands for.

Starting the server lives in ``server``; what a test does when something is missing, in ``needs``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".cache" / "neo4j"
OLDEST_JAVA, NEWEST_JAVA = 17, 21
MAVEN_SECONDS = 900


class CannotRun(Exception):
    """Java, Maven or the artifacts are missing on this machine; the message says which."""


def find_java() -> Path:
    """Return a Java that runs Neo4j from source: of ``JAVA_HOME``, otherwise the first on ``PATH``.

    Raises
    ------
    CannotRun
        There is none, its version does not fit, or it comes without the compiler.
    """
    home = os.environ.get("JAVA_HOME")
    places = [str(Path(home) / "bin"), None] if home else [None]
    seen = []
    for place in places:
        found = shutil.which("java", path=place)
        if found is None:
            continue
        fault = _fault_of(Path(found))
        if not fault:
            return Path(found)
        seen.append(f"{found} {fault}")
    wanted = f"JDK of version {OLDEST_JAVA} to {NEWEST_JAVA} in JAVA_HOME or on PATH"
    raise CannotRun(f"no {wanted}" + "".join(f"; {line}" for line in seen))


def _fault_of(java: Path) -> str:
    """Say what is wrong with a Java, in words that follow its path; empty when it fits."""
    told = subprocess.run(  # noqa: S603 - the java of this machine
        [java, "-version"], capture_output=True, text=True, check=False
    ).stderr
    version = re.search(r'version "(\d+)', told)
    if version is None:
        return "does not tell its version"
    if not OLDEST_JAVA <= int(version[1]) <= NEWEST_JAVA:
        return f"is version {version[1]}"
    if shutil.which("javac", path=str(java.resolve().parent)) is None:
        return "has no compiler beside it (a JRE, not a JDK)"
    return ""


def class_path(pom: Path = HERE / "pom.xml", cache: Path = CACHE) -> str:
    """Return the class path that a pom stands for; Maven is called once for each text of the pom.

    Parameters
    ----------
    pom : Path
        Names the artifacts.
    cache : Path
        Folder that keeps resolved class paths, one file for each text of a pom.

    Returns
    -------
    str
        Jars in the local Maven repository, joined as Java wants them.

    Raises
    ------
    CannotRun
        Maven is missing, or cannot get the artifacts.
    """
    kept = cache / f"{hashlib.sha256(pom.read_bytes()).hexdigest()[:16]}.classpath"
    if kept.is_file():
        text = kept.read_text()
        # The local Maven repository may have been emptied since.
        if all(Path(jar).is_file() for jar in text.split(os.pathsep)):
            return text
    cache.mkdir(parents=True, exist_ok=True)
    # Resolved aside and moved into place: another run beside this one never reads half a file.
    with tempfile.TemporaryDirectory(dir=cache) as aside:
        fresh = Path(aside) / "classpath"
        _call_maven(pom, fresh)
        fresh.replace(kept)
    return kept.read_text()


def _call_maven(pom: Path, output: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise CannotRun("no mvn on PATH")
    command = [maven, "-q", "-B", "--strict-checksums", "-f", str(pom), "dependency:build-classpath"]
    scope = ["-DincludeScope=runtime", f"-Dmdep.outputFile={output}"]
    try:
        done = subprocess.run(  # noqa: S603 - mvn of this machine, on our own pom
            [*command, *scope], capture_output=True, text=True, check=False, timeout=MAVEN_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise CannotRun(f"mvn gave no artifacts within {MAVEN_SECONDS} s") from error
    if done.returncode or not output.is_file():
        said = (done.stdout + done.stderr).strip().splitlines() or ["nothing"]
        raise CannotRun(f"mvn cannot get Neo4j's artifacts; it said: {said[0]}")
