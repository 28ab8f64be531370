import pytest

from newscrawl.bulk.shards import Shard
from newscrawl.errors import BadArgument


@pytest.mark.parametrize("count", [1, 2, 7])
def test_shares_are_disjoint_and_together_everything(count):
    shards = [Shard.read(f"{number}/{count}") for number in range(1, count + 1)]
    for takes in (Shard.takes, lambda shard, number: shard._replace(by_record=True).takes_record(number)):
        assert all(sum(takes(shard, number) for shard in shards) == 1 for number in range(0, 20_000, 37))


@pytest.mark.parametrize("written", ["", "0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3"])
def test_what_is_no_share_is_refused(written):
    with pytest.raises(BadArgument, match="--shard"):
        Shard.read(written)
