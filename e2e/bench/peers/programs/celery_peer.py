"""Celery on RabbitMQ with a result row in PostgreSQL, measured as measure.mjs measures the others.

python3 celery_peer.py MEASURE N, with AMQP_URL and DATABASE_URL in the environment, prints one JSON object.
MEASURE is submit, drain, pickup, or hold (a worker that keeps its job, to be killed with its children).
Confirms are on, messages are durable, a task is acknowledged after it has run.
"""
import json
import os
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time

import psycopg2
from celery import Celery

PAD = "x" * 200
THREADS = 8
PROCESSES = 2
HELD_FOR_S = 600

RESULTS = "db+postgresql+psycopg2://" + os.environ["DATABASE_URL"].split("://", 1)[1]

app = Celery("peer", broker=os.environ["AMQP_URL"], backend=RESULTS)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    broker_transport_options={"confirm_publish": True},
    worker_prefetch_multiplier=12,
    broker_connection_retry_on_startup=True,
    worker_hijack_root_logger=False,
)


@app.task(name="noop")
def noop(id, pad):
    now = time.time()
    with open(os.path.join(os.environ["STARTS_DIR"], str(os.getpid())), "ab") as log:
        log.write(struct.pack("<qd", id, now))


@app.task(name="hold")
def hold(id, pad):
    print(json.dumps({"began": round(time.time() * 1000)}), flush=True)
    time.sleep(HELD_FOR_S)


def percentile(samples, fraction):
    ordered = sorted(samples)
    rank = -(-len(ordered) * fraction // 1)
    return round(ordered[min(len(ordered) - 1, int(rank) - 1)], 1)


def starts(folder):
    found = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), "rb") as log:
            found.extend(struct.iter_unpack("<qd", log.read()[: os.path.getsize(log.name) // 16 * 16]))
    return found


def in_threads(jobs, times=None):
    lock = threading.Lock()
    left = iter(range(jobs))

    def lane():
        while True:
            with lock:
                id = next(left, None)
            if id is None:
                return
            sent = time.perf_counter()
            noop.apply_async((id, PAD))
            if times is not None:
                times.append((time.perf_counter() - sent) * 1000)

    lanes = [threading.Thread(target=lane) for _ in range(THREADS)]
    for thread in lanes:
        thread.start()
    for thread in lanes:
        thread.join()


def submit(jobs):
    in_threads(jobs // 6)
    times = []
    began = time.perf_counter()
    in_threads(jobs, times)
    return {"jobsPerSecond": round(jobs / (time.perf_counter() - began)), "p50Ms": percentile(times, 0.5), "p99Ms": percentile(times, 0.99)}


def worker(pool_arguments, **options):
    command = [sys.executable, "-m", "celery", "-A", "celery_peer", "worker", "--loglevel", "ERROR", "--without-gossip", "--without-mingle", *pool_arguments]
    return subprocess.Popen(command, cwd=os.path.dirname(os.path.abspath(__file__)), **options)


def rows(cursor):
    cursor.execute("SELECT to_regclass('celery_taskmeta')")
    if cursor.fetchone()[0] is None:
        return 0
    cursor.execute("SELECT count(*) FROM celery_taskmeta WHERE status = 'SUCCESS'")
    return cursor.fetchone()[0]


def drain(jobs):
    in_threads(jobs)
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with tempfile.TemporaryDirectory() as folder, connection.cursor() as cursor:
        os.environ["STARTS_DIR"] = folder
        running = worker(["-P", "prefork", "-c", str(PROCESSES)])
        try:
            while rows(cursor) < jobs:
                time.sleep(0.02)
            ended = time.time()
        finally:
            running.terminate()
            running.wait()
        seen = starts(folder)
        ids = {id for id, _ in seen}
        return {"jobsPerSecond": round(jobs / (ended - min(at for _, at in seen))), "ranTwice": len(seen) - len(ids), "lost": jobs - len(ids)}


def pickup(jobs):
    times = []
    with tempfile.TemporaryDirectory() as folder:
        os.environ["STARTS_DIR"] = folder
        running = worker(["-P", "prefork", "-c", str(PROCESSES)])
        try:
            for id in range(jobs + 50):
                sent = time.time()
                noop.apply_async((id, PAD))
                while len(seen := starts(folder)) <= id:
                    time.sleep(0.002)
                if id >= 50:
                    times.append((max(at for _, at in seen) - sent) * 1000)
        finally:
            running.terminate()
            running.wait()
    return {"p50Ms": percentile(times, 0.5), "p99Ms": percentile(times, 0.99)}


def hold_one(submits):
    os.environ["STARTS_DIR"] = tempfile.gettempdir()
    running = worker(["-P", "prefork", "-c", "1"])
    signal.signal(signal.SIGTERM, lambda *_: running.kill())
    while not app.control.ping(timeout=1):
        pass
    print(json.dumps({"ready": True}), flush=True)
    if submits:
        hold.apply_async((0, PAD))
    running.wait()
    return {}


if __name__ == "__main__":
    measure, n = sys.argv[1], int(sys.argv[2])
    print(json.dumps({"submit": submit, "drain": drain, "pickup": pickup, "hold": hold_one}[measure](n)))
