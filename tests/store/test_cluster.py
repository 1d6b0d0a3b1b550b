"""A cluster as netgraph sees it: who is asked what, and what becomes of a load whose leader changes.

The members are proxies before one real Neo4j (`cluster_proxy`): that servers elect and copy is not shown.
"""

from __future__ import annotations

import base64
import os
import ssl
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from canonical import dump
from certificates import make_certificate
from cluster_proxy import AnswerLost, Cluster, Dropped, Message, Refused, pack, unpack
from ingest.bad.case import HEADER, LITTLE
from netgraph.cli.main import run
from netgraph.errors import InsecureStore, OutcomeUnknown, StoreAway
from netgraph.ingest import load_file
from netgraph.model import load_schema
from netgraph.store import bolt
from netgraph.store.bolt import BoltStore
from netgraph.store.uri import Credentials
from stores import STOPS_AT, Kept, claim, rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from canonical import Entry
    from neo4j_server.server import Login
    from netgraph.ingest import IngestReport
    from netgraph.store import Store

pytestmark = pytest.mark.neo4j

NOT_A_LEADER = "Neo.ClientError.Cluster.NotALeader"
NO_WRITES = "no server of the cluster behind .* takes writes"
TIMEOUT = "Neo.TransientError.Transaction.BookmarkTimeout"
READS: dict[str, Callable[[Store], object]] = {
    "read": lambda store: store.read("MATCH (n:Route) RETURN n.key AS key"),
    "read in columns": lambda store: store.read("MATCH (n:Route) RETURN n.key AS key", names=["key"]),
    "explain": lambda store: store.explain("MATCH (n:Route) RETURN n.key AS key"),
    "in_columns": lambda store: store.in_columns(["Route", "Location"], ["STOPS_AT"], ["source"], ["source"]),
    "every_node": lambda store: list(store.every_node("Route", ["source"])),
    "every_claim": lambda store: list(store.every_claim("STOPS_AT", ["source"])),
    "nodes_of": lambda store: list(store.nodes_of("Route", "a")),
    "claims_of": lambda store: list(store.claims_of("STOPS_AT", "a")),
    "held": lambda store: store.held("STOPS_AT", "a"),
    "written_by": lambda store: list(store.written_by("Route", "a", ["r"])),
    "contents_of_nodes": lambda store: store.contents_of_nodes("Route", ["a/1"]),
    "contents_of_claims": lambda store: store.contents_of_claims("STOPS_AT", ["k1"]),
    "counts": lambda store: store.counts(),
}
WRITES: dict[str, Callable[[Store], object]] = {
    "prepare": lambda store: store.prepare(load_schema()),
    "merge_nodes": lambda store: store.merge_nodes("Location", rows({"key": "KEN"})),
    "create_nodes": lambda store: store.create_nodes(
        "Route", rows({"key": "a/1", "source": "a", "run": "r"})
    ),
    "create": lambda store: store.create(STOPS_AT, rows(claim("k1", run="r"))),
    "note": lambda store: store.note("LoadRun", rows({"key": "r", "status": "unfinished"})),
    "update": lambda store: store.update("STOPS_AT", rows(claim("k1", position=4, run="r"))),
    "update_nodes": lambda store: store.update_nodes(
        "Route", rows({"key": "a/1", "source": "a", "year": 2008})
    ),
    "delete": lambda store: store.delete("STOPS_AT", ["k1"]),
    "delete_nodes": lambda store: store.delete_nodes("Route", ["a/1"]),
    "delete_unused": lambda store: store.delete_unused("Location", ["KEN"]),
}


@pytest.fixture
def cluster(neo4j_server: Login, kept_neo4j: Kept) -> Iterator[Cluster]:
    """Return a cluster that holds nothing."""
    kept_neo4j.empty()
    with Cluster(neo4j_server) as found:
        yield found


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the driver try again sooner, and give up sooner."""
    monkeypatch.setattr("neo4j._sync.work.session.sleep", lambda seconds: time.sleep(seconds / 20))
    monkeypatch.setattr(bolt, "PATIENCE", 0.2)


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Write a mapping and a file of some routes."""
    folder = tmp_path_factory.mktemp("little")
    mapping, file = folder / "little.yaml", folder / "rows.csv"
    mapping.write_text(LITTLE)
    places = ("KEN", "UGA", "TZA", "Ethiopia", "Italy", "nowhere")
    file.write_text(HEADER + "".join(f"{n},{places[n % 6]},{places[(n + 1) % 5]},2008\n" for n in range(60)))
    return mapping, file


@pytest.fixture(scope="module")
def quiet(little: tuple[Path, Path], kept_embedded: Kept) -> tuple[IngestReport, dict[str, list[Entry]]]:
    """Return the account and the content of a load to which nothing happens."""
    store = kept_embedded.empty()
    return load_file(store, *little), dump(store)


def opened(cluster: Cluster, scheme: str = "neo4j", member: str = "A") -> BoltStore:
    """Open a store by one member of a cluster."""
    return BoltStore(cluster.uri(scheme, member), Credentials(cluster.login.user, cluster.login.password))


def where(messages: list[Message]) -> set[tuple[str, str]]:
    """Return which members were asked, and how."""
    return {(message.member, message.mode) for message in messages}


def test_reads_go_to_followers_and_writes_to_the_leader(cluster: Cluster) -> None:
    """Whatever only reads runs on a follower, from the first word on; whatever writes runs on the leader."""
    with opened(cluster) as store:
        assert where(cluster.asked("RUN")) == {("B", "r")}
        for name, write in WRITES.items():
            write(store)
            assert where(cluster.asked("RUN")) == {("A", "w")}, name
            if name in {"create", "update_nodes"}:
                for reading, read in READS.items():
                    read(store)
                    assert where(cluster.asked("RUN")) == {("B", "r")}, reading


class Mishaps:
    """A rule by which one thing after another goes wrong with batches, two transactions apart."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self.left: list[tuple[str, Exception]] = [
            ("BEGIN", Refused(NOT_A_LEADER)),
            ("RUN", Dropped()),
            ("COMMIT", Dropped()),
            ("BEGIN", Dropped()),
            ("COMMIT", AnswerLost()),
            ("RUN", Refused("Neo.TransientError.General.DatabaseUnavailable")),
            ("COMMIT", Refused("Neo.TransientError.Cluster.ReplicationFailure", after=True)),
            ("RUN", Refused(NOT_A_LEADER)),
        ]
        self.loading = False  # constraints are there, rows come
        self.begun = 0
        self.turn = threading.Lock()

    def __call__(self, message: Message) -> None:
        """Let the next thing happen where its time has come."""
        with self.turn:
            if message.mode != "w" or not self.left:
                return
            self.loading = self.loading or "$rows" in message.text
            self.begun += self.loading and message.kind == "BEGIN"
            kind, mishap = self.left[0]
            if self.begun >= 2 and message.kind == kind:
                self.begun = 0
                del self.left[0]
                if isinstance(mishap, Refused) and mishap.code == NOT_A_LEADER:
                    self.cluster.writers = ["C" if message.member == "A" else "A"]
                raise mishap


@pytest.mark.usefixtures("hurried")
def test_a_load_goes_on_through_changes_of_the_leader(
    cluster: Cluster, little: tuple[Path, Path], quiet: tuple[IngestReport, dict[str, list[Entry]]]
) -> None:
    """Whatever happens to the leader, every row is accounted for, and the graph is that of a quiet load."""
    expected, content = quiet
    with opened(cluster) as store:
        mishaps = cluster.rule = Mishaps(cluster)

        report = load_file(store, *little, batch_size=8)

        assert mishaps.left == []
        assert report.read == report.loaded + report.duplicate + report.rejected == 60
        assert (report.loaded, report.reasons) == (expected.loaded, expected.reasons)
        assert dump(store) == content
        written = [message for message in cluster.seen if message.kind == "COMMIT" and message.mode == "w"]
        assert {message.member for message in written} == {"A", "C"}
        assert load_file(store, *little).unchanged


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize("reached", [True, False], ids=["committed", "not committed"])
def test_a_cluster_that_is_lost_in_a_commit(
    cluster: Cluster,
    little: tuple[Path, Path],
    quiet: tuple[IngestReport, dict[str, list[Entry]]],
    reached: bool,  # noqa: FBT001
) -> None:
    """If nobody says what became of a batch, the error says so, and the same load once more completes it."""
    stops: list[Message] = []
    lost: list[Message] = []

    def rule(message: Message) -> None:
        if lost:
            raise Dropped
        if message.mode == "w" and "`STOPS_AT`" in message.text and "row" in message.text:
            stops.append(message)
        if message.kind == "COMMIT" and len(stops) > 3:
            lost.append(message)
            raise AnswerLost if reached else Dropped

    with opened(cluster) as store:
        cluster.rule = rule
        with pytest.raises(OutcomeUnknown, match="before it said whether a batch was written") as caught:
            load_file(store, *little, batch_size=8)
        assert "what is written already is not written twice" in caught.value.hint

    cluster.rule = lambda _: None
    with opened(cluster) as store:
        report = load_file(store, *little, resume=True)
        assert report.read == report.loaded + report.duplicate + report.rejected == 60
        assert dump(store) == quiet[1]


def test_what_became_of_a_batch_is_asked_of_the_leader(cluster: Cluster) -> None:
    """A follower may lag behind what the leader has committed, and is not asked whether it has."""
    with opened(cluster) as store:
        WRITES["merge_nodes"](store)
        WRITES["create_nodes"](store)
        for number, name in enumerate(("create", "delete"), start=1):
            lost: list[Message] = []

            def rule(message: Message, lost: list[Message] = lost) -> None:
                if message.kind == "COMMIT" and not lost:
                    lost.append(message)
                    raise AnswerLost

            cluster.asked("RUN")
            cluster.rule = rule
            WRITES[name](store)
            assert lost
            assert [message.member for message in cluster.asked("RUN")] == ["A", "A"], (
                "written once, looked once"
            )
            assert store.counts().relationships == ({"STOPS_AT": 1} if number == 1 else {})


@pytest.mark.usefixtures("hurried")
def test_no_leader(cluster: Cluster) -> None:
    """Without a leader what reads goes on, and what writes ends with what to look at."""
    cluster.writers = []
    with opened(cluster) as store:
        assert store.counts().nodes == {}
        with pytest.raises(StoreAway, match=NO_WRITES) as caught:
            WRITES["merge_nodes"](store)
        assert "SHOW DATABASES" in caught.value.hint

        def rule(message: Message) -> None:
            if message.kind == "RUN" and message.mode == "w":
                raise Refused(NOT_A_LEADER)

        cluster.writers, cluster.rule = ["A"], rule
        with pytest.raises(StoreAway, match=NO_WRITES):
            WRITES["merge_nodes"](store)

    with opened(cluster, "bolt") as store, pytest.raises(StoreAway, match="is not the leader") as caught:
        WRITES["merge_nodes"](store)
    assert cluster.uri() in caught.value.hint


@pytest.mark.usefixtures("hurried")
def test_followers_that_fall(cluster: Cluster) -> None:
    """What reads goes to another follower when one falls, and to the leader where it is named for reading."""
    cluster.readers = ["B", "C"]
    with opened(cluster) as store:
        for fallen, others in (({"B"}, {"C"}), ({"B", "C"}, {"A"})):
            cluster.readers = ["B", "C", "A"] if others == {"A"} else cluster.readers

            def rule(message: Message, fallen: set[str] = fallen) -> None:
                if message.member in fallen:
                    raise Dropped

            cluster.rule = rule
            for _ in range(3):
                cluster.asked("RUN")
                assert store.counts().nodes == {}
            assert {message.member for message in cluster.asked("RUN")} == others


def test_servers_that_cannot_be_reached(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be opened is said soon, with the cause, whoever does not answer."""
    begun = time.monotonic()
    cluster.readers = ["127.0.0.1:1"]
    with pytest.raises(StoreAway, match="none of the servers that it names for its database") as caught:
        opened(cluster)
    assert "advertised_address" in caught.value.hint
    cluster.readers, cluster.routers = ["B"], []
    with pytest.raises(StoreAway, match="does not answer: Rejected routing table: no routers"):
        opened(cluster)
    with pytest.raises(StoreAway, match=r"does not answer: Couldn't connect to .* refused"):
        BoltStore("neo4j://127.0.0.1:1", Credentials("neo4j", "secret"))

    monkeypatch.setattr(bolt, "OPENING", 0.5)
    mute = threading.Event()

    def muted(_: Message) -> None:
        mute.wait()

    cluster.routers, cluster.rule = ["A"], muted
    try:
        with pytest.raises(StoreAway, match="does not answer: Couldn't connect to"):
            opened(cluster)
    finally:
        mute.set()
    assert time.monotonic() - begun < 10


def test_no_password_goes_to_another_machine_over_an_open_line(cluster: Cluster) -> None:
    """A routing table that leads off this machine is not followed where nothing is encrypted."""
    cluster.readers = ["192.0.2.7:7687"]
    with pytest.raises(InsecureStore, match=r"leads to 192\.0\.2\.7:7687") as caught:
        opened(cluster)
    assert "neo4j+s://" in caught.value.hint


def future(bookmark: str) -> str:
    """Return the bookmark of the transaction after that of another, as Neo4j 5 writes it."""
    text = bookmark.removeprefix("FB:kcwQ")  # a list of one database, whose id is sixteen bytes
    raw = base64.b64decode(text + "=" * (-len(text) % 4))
    raw = bytes.fromhex("91cc10") + raw[:16] + pack(unpack(raw[16:]) + 1) + b"\x90"
    return "FB:" + base64.b64encode(raw).decode()


def kept(store: BoltStore) -> set[str]:
    """Return the bookmarks that the next command will find."""
    return store._kept_bookmarks._found()


def keep_alone(store: BoltStore, bookmark: str) -> None:
    """Have the next command find one bookmark."""
    folder = store._kept_bookmarks.folder
    for path in folder.iterdir():
        path.unlink()
    (folder / "one").write_text(bookmark)


def test_what_was_written_is_asked_for(cluster: Cluster) -> None:
    """Every transaction carries the bookmark of what was written before it, also in the next process."""
    with opened(cluster) as store:
        cluster.asked("BEGIN")
        WRITES["merge_nodes"](store)
        (written,) = kept(store)
        store.counts()
        first, *later = cluster.asked("BEGIN")
        assert written not in first.bookmarks
        assert {message.bookmarks for message in later} == {(written,)}
        assert {message.member for message in later} == {"B"}
        folder = store._kept_bookmarks.folder
        if os.name == "posix":
            assert [path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())] == [0, 0]

    script = (
        "import sys; from netgraph.cli.main import run; sys.exit(run(['--store', sys.argv[1], 'status']))"
    )
    login = {"NETGRAPH_USER": cluster.login.user, "NETGRAPH_PASSWORD": cluster.login.password}
    subprocess.run(  # noqa: S603 - our own command line
        [sys.executable, "-c", script, cluster.uri()],
        env=os.environ | login,
        check=True,
        capture_output=True,
    )
    first = cluster.asked("RUN")[0]
    assert (first.member, first.text, first.bookmarks) == ("B", "RETURN 1", (written,))


def test_a_follower_that_lags_is_waited_for(cluster: Cluster) -> None:
    """A server that has not come as far as the last bookmark answers when it has, and not before."""
    with opened(cluster) as store:
        WRITES["merge_nodes"](store)
        keep_alone(store, future(kept(store).pop()))
    arrived: list[float] = []

    def write() -> None:
        time.sleep(0.3)
        arrived.append(time.monotonic())
        with cluster.login.driver() as driver:
            driver.execute_query("CREATE (:Platform {key: 'late'})")

    late = threading.Thread(target=write)
    late.start()
    with opened(cluster) as store:
        assert arrived
        assert arrived[0] <= time.monotonic()
        assert store.counts().nodes == {"Location": 1, "Platform": 1}
    late.join()


def test_a_follower_that_lags_for_long(cluster: Cluster) -> None:
    """Where a follower does not come so far in time, but the leader has, the error says that it lags."""
    with opened(cluster) as store:
        WRITES["merge_nodes"](store)
        (written,) = kept(store)

    def rule(message: Message) -> None:
        if message.member == "B" and written in message.bookmarks:
            raise Refused(TIMEOUT)

    cluster.rule = rule
    with pytest.raises(StoreAway, match="lags") as caught:
        opened(cluster)
    assert "replicationLag" in caught.value.hint
    cluster.rule = lambda _: None
    with opened(cluster) as store:
        assert store.counts().nodes == {"Location": 1}


@pytest.mark.parametrize("damaged", [True, False], ids=["damaged", "of the future"])
def test_a_database_that_was_set_back(
    cluster: Cluster,
    damaged: bool,  # noqa: FBT001
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A bookmark that the server can do nothing with is told of once, and locks nobody out."""
    with opened(cluster) as store:
        WRITES["merge_nodes"](store)
        (written,) = kept(store)
        for _ in range(0 if damaged else 2):
            written = future(written)
        keep_alone(store, "no bookmark" if damaged else written)
        store._open = False  # as if it had been killed
        store.close()
    monkeypatch.setenv("NETGRAPH_USER", cluster.login.user)
    monkeypatch.setenv("NETGRAPH_PASSWORD", cluster.login.password)

    assert run(["--store", cluster.uri(), "status"]) == 1
    told = capsys.readouterr().err
    assert "made anew, or restored from an older backup" in " ".join(told.split())
    assert "netgraph runs" in told
    assert run(["--store", cluster.uri(), "status"]) == 0


@pytest.mark.parametrize("scheme", ["neo4j+s", "neo4j+ssc", "bolt+s"])
def test_encrypted(
    neo4j_server: Login, kept_neo4j: Kept, scheme: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every member is reached by TLS; +s wants a certificate by an authority that is trusted here."""
    kept_neo4j.empty()
    authority = make_certificate(tmp_path / "tls")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "tls" / "public.crt", tmp_path / "tls" / "private.key")
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with Cluster(neo4j_server, tls) as cluster:
        if scheme.endswith("+s"):
            with pytest.raises(StoreAway, match="shows a certificate that is not trusted here") as caught:
                opened(cluster, scheme)
            assert "SSL_CERT_FILE" in caught.value.hint
            monkeypatch.setenv("SSL_CERT_FILE", str(authority))
        with opened(cluster, scheme) as store:
            WRITES["merge_nodes"](store)
            assert store.counts().nodes == {"Location": 1}
            expected = {("A", "w"), ("B", "r")} if store.uri.startswith("neo4j") else {("A", "w"), ("A", "r")}
            assert where(cluster.asked("RUN")) == expected
