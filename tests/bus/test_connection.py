"""What a URL of a Redis Cluster may say, and what is made of it, without a cluster."""

import pytest

from jobwidgets.bus import keys
from jobwidgets.bus.cluster import Address, ClusterUrl
from jobwidgets.bus.connection import check_url, connect_sync
from jobwidgets.protocol.errors import ConfigurationError, Unavailable


def test_the_parts_of_a_cluster_url():
    """Several hosts, IPv6 too; a password with any characters reaches each node as it was written."""
    url = ClusterUrl.parse("rediss+cluster://ada:p%40ss%2F%3A@a:7000,[::1]:7001,b?socket_timeout=3")
    assert url.seeds == (Address("a", 7000), Address("::1", 7001), Address("b", 6379))
    assert url.node(url.seeds[1]) == "rediss://ada:p%40ss%2F%3A@[::1]:7001/0?socket_timeout=3"


@pytest.mark.parametrize(
    "url", ["redis+cluster://", "redis+cluster://a:x", "redis+cluster://a/1", "redis+cluster://a,,b"]
)
def test_a_url_that_is_none(url):
    """The error says how it is written."""
    with pytest.raises(ConfigurationError, match=r"redis\+cluster://"):
        check_url(url)


@pytest.mark.parametrize("option", ["socket_timeout=1", "socket_connect_timeout=1", "max_connections=3", "protocol=3"])
def test_options_of_a_cluster_for_synchronous_callers(option):
    """The URL's own options count, as on one Redis; nobody at that address is `Unavailable`."""
    with pytest.raises(Unavailable):
        connect_sync(f"redis+cluster://127.0.0.1:1?{option}")


def test_one_word_for_how_events_travel(monkeypatch):
    """Set before or after the import: the channels are those that the checks speak of."""
    assert keys.channel("a") == "job:event:a"
    monkeypatch.setenv("JOBWIDGETS_PUBSUB", "sharded")
    assert (keys.pubsub(), keys.channel("a")) == ("sharded", f"job:event:{{j{keys.shard_of('a')}}}:a")
