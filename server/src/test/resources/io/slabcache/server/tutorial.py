"""What the tutorials of memcached do from Python, with the clients they use. Arguments: the port."""

import json
import sys

import memcache
import pylibmc
from pymemcache.client.base import Client, PooledClient
from pymemcache.client.hash import HashClient
from pymemcache.exceptions import MemcacheClientError
from pymemcache import serde

PORT = int(sys.argv[1])
ADDRESS = ("127.0.0.1", PORT)
USER = {"name": "John", "age": 30}


class JsonSerde:
    def serialize(self, key, value):
        if isinstance(value, str):
            return value.encode("utf-8"), 1
        return json.dumps(value).encode("utf-8"), 2

    def deserialize(self, key, value, flags):
        if flags == 1:
            return value.decode("utf-8")
        if flags == 2:
            return json.loads(value.decode("utf-8"))
        raise ValueError("unknown flags: %s" % flags)


def pymemcache_client(client):
    client.flush_all()
    assert client.set("user:123", USER)
    assert client.get("user:123") == USER
    assert client.get("user:124") is None
    assert client.get("user:124", "nobody") == "nobody"
    assert client.delete("user:123", noreply=False)
    assert client.get("user:123") is None
    assert not client.set_many({"a": 1, "b": "two", "c": [3, None]}, noreply=False)
    assert client.get_many(["a", "b", "c", "d"]) == {"a": 1, "b": "two", "c": [3, None]}
    assert not client.add("a", 2, noreply=False)
    assert client.add("e", 5, noreply=False)
    assert client.replace("e", 6, noreply=False)
    assert client.delete_many(["a", "b"], noreply=False)
    assert client.touch("c", 100, noreply=False)
    value, token = client.gets("c")
    assert value == [3, None]
    assert client.cas("c", [4], token, noreply=False)
    assert client.cas("c", [5], token, noreply=False) is False
    assert client.cas("absent", [5], token, noreply=False) is None
    assert client.get("c") == [4]
    client.set("page", "x" * 100000, expire=60)
    assert client.get("page") == "x" * 100000


def plain_pymemcache():
    client = Client(ADDRESS, no_delay=True, timeout=20)
    client.flush_all()
    assert client.set("some_key", "some_value")
    assert client.get("some_key") == b"some_value"
    assert client.append("some_key", "!", noreply=False) and client.prepend("some_key", "?", noreply=False)
    assert client.get("some_key") == b"?some_value!"
    client.set("counter", "10")
    assert client.incr("counter", 5) == 15 and client.decr("counter", 100) == 0
    assert client.incr("absent", 1) is None
    assert client.version().startswith(b"1.6.")
    assert client.stats()[b"curr_items"] >= 2
    assert client.stats("settings")[b"maxconns"] > 0
    client.close()
    try:
        Client(ADDRESS).set("a key with blanks", "x")
        raise AssertionError("a key with blanks is not one")
    except MemcacheClientError:
        pass


def pylibmc_client(binary):
    client = pylibmc.Client(["127.0.0.1:%d" % PORT], binary=binary, behaviors={"tcp_nodelay": True, "cas": True})
    client.flush_all()
    assert client.set("user:123", USER)
    assert client.get("user:123") == USER
    assert client.delete("user:123") and not client.delete("user:123")
    assert client.get("user:123") is None
    assert client.set_multi({"k1": 1, "k2": b"2", "k3": [3]}) == []
    assert client.get_multi(["k1", "k2", "k3", "k4"]) == {"k1": 1, "k2": b"2", "k3": [3]}
    assert client.add("k1", 2) is False and client.add("k5", 5) and client.replace("k5", 6)
    assert client.incr("k5", 4) == 10 and client.decr("k5", 3) == 7
    assert client.append("k2", b"!") and client.prepend("k2", b"?") and client.get("k2") == b"?2!"
    value, token = client.gets("k3")
    assert value == [3] and client.cas("k3", [4], token) and not client.cas("k3", [5], token)
    assert client.touch("k3", 100) and not client.touch("absent", 100)
    assert client.delete_multi(["k1", "k2"])
    client.set("page", b"x" * 1000000)
    assert len(client.get("page")) == 1000000
    try:
        client.set("too-large", b"x" * 1100000)
        raise AssertionError("a value of more than the limit is refused")
    except pylibmc.Error:
        pass
    for address, stats in client.get_stats():
        assert int(stats["curr_items"]) > 0 and stats["version"].startswith(b"1.6.")


def python_memcached():
    client = memcache.Client(["127.0.0.1:%d" % PORT], cache_cas=True)
    client.flush_all()
    assert client.set("user:123", USER)
    assert client.get("user:123") == USER
    assert client.delete("user:123") and client.get("user:123") is None
    assert client.set_multi({"a": 1, "b": "two", "c": [3, None]}) == []
    assert client.get_multi(["a", "b", "c", "d"]) == {"a": 1, "b": "two", "c": [3, None]}
    assert client.add("e", 5) and not client.add("e", 6) and client.replace("e", 7)
    assert client.incr("e", 4) == 11 and client.decr("e") == 10
    assert client.gets("c") == [3, None] and client.cas("c", [4])
    assert client.set("b", "three") and client.append("b", "!") and client.prepend("b", "?")
    assert client.get("b") == "?three!"
    assert client.touch("c", 100)
    assert client.set("page", "x" * 100000, time=60, min_compress_len=1000)
    assert client.get("page") == "x" * 100000
    assert client.delete_multi(["a", "b"])
    for server, stats in client.get_stats():
        assert int(stats["curr_items"]) > 0
    client.disconnect_all()


for kind in (JsonSerde(), serde.pickle_serde):
    pymemcache_client(Client(ADDRESS, serde=kind, timeout=20))
    pymemcache_client(PooledClient(ADDRESS, serde=kind, timeout=20, max_pool_size=2))
    pymemcache_client(HashClient([ADDRESS], serde=kind, timeout=20))
plain_pymemcache()
python_memcached()
pylibmc_client(False)
pylibmc_client(True)
print("all well")
