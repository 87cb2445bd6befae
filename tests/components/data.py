"""Components that hold data: ElastiCache, Aurora, S3."""

from stack import expect, expect_less

READ = {"database": "database", "times": 3, "timeout": "500 ms", "max_attempts": 2}
WRITE = {"database": "database", "operation": "write", "timeout": "1 s"}
CACHE_LOSS = {"events": [{"at": "10 min", "cache_node_loss": {"shard": 0}}]}


def test_elasticache(stack):
    """Without the cache every read reaches the database; a small one evicts, more nodes cost more."""
    base = stack.run()
    without = stack.run(
        {
            "elasticache": None,
            "services": {
                "web": {"application": {"requests": {"page": {"calls": [READ]}, "order": {"calls": [WRITE]}}}}
            },
        }
    )
    expect_less(base["aurora.reader_busy_s"], without["aurora.reader_busy_s"], "the cache spares the database", 0.5)
    small = stack.run({"elasticache": {"maxmemory": "200 KB"}})
    expect_less(small["elasticache.hit_ratio"], base["elasticache.hit_ratio"], "a small cache evicts")
    wide = stack.run({"elasticache": {"num_node_groups": 4}})
    cost = lambda result: result.cost("Amazon ElastiCache")
    expect(
        abs(cost(wide) / cost(base) - 2) < 0.01, "twice the shards cost twice as much", base=cost(base), wide=cost(wide)
    )


def test_elasticache_failover(stack):
    """A lost node is felt until its replica takes over, and for longer without one."""
    calm = stack.run()
    with_replica = stack.run(CACHE_LOSS)
    without = stack.run(CACHE_LOSS, {"elasticache": {"replicas_per_node_group": 0}})
    expect(
        with_replica["elasticache.failovers"] == 1,
        "the replica takes over",
        failovers=with_replica["elasticache.failovers"],
    )
    expect_less(
        calm["aurora.reader_busy_s"], with_replica["aurora.reader_busy_s"], "reads fall through to the database"
    )
    expect_less(
        with_replica["elasticache.unavailable_reads"], without["elasticache.unavailable_reads"], "a replica shortens it"
    )


def test_aurora(stack):
    """Readers cost money and take reads from the writer; a busy database is slow."""
    base = stack.run()
    more = stack.run({"aurora": {"readers": 3}})
    expect_less(
        base.cost("Amazon Relational Database Service"),
        more.cost("Amazon Relational Database Service"),
        "readers cost",
        0.7,
    )
    alone = stack.run({"aurora": {"readers": 0}})
    expect_less(base["aurora.writer_busy_s"], alone["aurora.writer_busy_s"], "without readers the writer reads", 0.9)
    heavy = stack.run({"aurora": {"read": {"cpu_time": {"lognormal": {"mean": "100 ms", "cv2": 1}}}}})
    expect_less(base["latency_s/by_class/page/p95"], heavy["latency_s/by_class/page/p95"], "heavy queries are felt")


def test_aurora_failover(stack):
    """Writes fail until a reader is promoted; without one they wait for a new instance."""
    loss = {"events": [{"at": "10 min", "aurora_failover": {}}]}
    calm = stack.run()
    quick = stack.run(loss)
    alone = stack.run(loss, {"aurora": {"readers": 0}})
    expect(quick["aurora.failovers"] == 1, "the reader is promoted", failovers=quick["aurora.failovers"])
    expect_less(calm.failed_share(), quick.failed_share(), "a failover is felt")
    expect_less(quick.failed_share(), alone.failed_share(), "without a reader it takes longer", 0.7)


def test_s3(stack):
    """A bucket turns away what exceeds its prefixes' rates until they split; storage is billed."""
    cold = {"cloudfront": {"cache_behaviors": {"asset": {"is_cached": False}}}}
    wide = stack.run(cold)
    narrow = stack.run(cold, {"buckets": {"assets": {"get_rate_per_prefix": 10}}})
    expect(wide["s3/assets/slow_downs"] == 0, "nothing is turned away", slow_downs=wide["s3/assets/slow_downs"])
    expect_less(wide.failed_share(), narrow.failed_share(), "what exceeds the rate is turned away")
    full = stack.run({"buckets": {"assets": {"stored": "10 TiB"}}})
    expect_less(
        wide.cost_of_meter("s3.storage_mib_seconds"),
        full.cost_of_meter("s3.storage_mib_seconds"),
        "storage is billed",
        0.1,
    )
