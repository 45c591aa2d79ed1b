#!/usr/bin/env python3
"""A worker in Python (3.9 or newer), written from docs/worker-protocol.md alone; the numbers in brackets are the rules of that document.

Each delivery that is asked for has a coroutine, `serve`, which reads like the protocol; handlers run in threads. A team's own worker needs another HANDLERS
table and nothing else.
"""
import asyncio, json, os, random, re, signal, threading, time, uuid
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from types import SimpleNamespace

import pika
from pika.adapters.asyncio_connection import AsyncioConnection

REPEAT, GRANT_HOLDS, FOLDED_WITHIN, BEAT, SLOTS_HELD, ANNOUNCE, REMEMBER, LOOK = 1.0, 2.0, 0.02, 3.0, 0.25, 5.0, 600.0, 0.05
WEIGHTS = {"high": 16, "normal": 4, "low": 1}
VERSIONS = {"attempt.asked": "1.1.0", "worker.heartbeat": "1.1.0"}


class Failure(Exception):
    def __init__(self, code, message, retryable=True, retry_after_ms=None, cause="failed"):
        super().__init__(message)
        self.payload = {"cause": cause, "error": {"code": code, "message": message[:2000], "retryable": retryable}}
        if retry_after_ms is not None:
            self.payload["retryAfterMs"] = retry_after_ms


ABORTED = {
    "cancelled": Failure("cancelled", "The job was cancelled while it ran.", False, cause="aborted"),
    "timed_out": Failure("timed_out", "The attempt took longer than it may.", cause="timed_out"),
    "shutdown": Failure("worker_stopped", "The worker was stopped before the attempt came to its end.", cause="aborted"),
}


def simulate_work(job, signal_fired):
    """A handler gets the payload of `job.queued`, with the number of the attempt and the key for its effects, and the signal that may tell it to stop."""
    wanted = job["payload"]
    if wanted.get("ignoreSignal"):
        time.sleep(wanted.get("durationMs", 0) / 1000)
    elif signal_fired.wait(wanted.get("durationMs", 0) / 1000):
        raise Failure("stopped", "was told to stop")
    wish = wanted.get("failWith")
    if wish:
        raise Failure(wish["code"], wish.get("message", "failed, as it was asked to"), wish.get("retryable", True), wish.get("retryAfterMs"))
    if random.random() < wanted.get("failureProbability", 0):
        raise Failure("simulated_failure", "failed, as it was asked to")
    return {"filler": "x" * wanted["resultBytes"]} if wanted.get("resultBytes") else None


HANDLERS = {"simulate.work": simulate_work}


def run_handler(job, signal_fired):
    """What to report of it: a result, or an error."""
    try:
        if job["type"] not in HANDLERS:
            raise Failure("unknown_job_type", "this worker has no handler for " + job["type"], False)  # [M20]
        result = HANDLERS[job["type"]](job, signal_fired)
        text = json.dumps(result, ensure_ascii=False)
        if len(text) > 262_144:  # [M44]
            raise Failure("result_too_large", f"the result has {len(text)} characters as JSON", False)
        if "\\u0000" in text.replace("\\\\", "") or re.search("[\ud800-\udfff]", text) or depth(result) > 64:
            raise Failure("invalid_result", "the result holds a NUL character or half of a surrogate pair, or nests too deep", False)
        return {} if result is None else {"result": result}
    except Failure as failure:
        return failure.payload
    except Exception as error:
        return Failure("handler_error", str(error) or "no message").payload


def depth(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, inside), default=0) if isinstance(value, (dict, list)) else 0


def now():
    """Seconds of a clock that never goes back and counts suspend [M14]."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def timestamp(wall):
    return datetime.fromtimestamp(wall, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Worker:
    def __init__(self, url, queues, slots, grace, cancel_grace):
        self.id = f"py-{uuid.uuid4()}"  # [M4]
        self.queues, self.slots, self.grace, self.cancel_grace = queues, slots, grace, cancel_grace
        self.params, self.threads, self.started_at = pika.URLParameters(url), ThreadPoolExecutor(slots), time.time()
        self.publishing = self.consuming = self.paused_at = self.stop_at = None  # the two channels while they are up; since when nothing is taken
        self.held, self.ended = {}, {}  # deliveries by id; when each ended one ended
        self.waiting, self.served, self.asks, self.consumer_tags = {p: deque() for p in WEIGHTS}, dict.fromkeys(WEIGHTS, 0), [], []
        self.unconfirmed, self.unroutable, self.published, self.unsaid, self.tasks = {}, set(), 0, 0, set()
        self.busy, self.last_start, self.next_beat, self.next_sign = 0, 0.0, 0.0, 0.0

    async def run(self):
        self.loop, self.up, sigterm = asyncio.get_running_loop(), asyncio.Event(), asyncio.Event()
        self.loop.add_signal_handler(signal.SIGTERM, sigterm.set)
        for forever in (self.stay_connected(self.publisher_up, self.publisher_down), self.stay_connected(self.consumer_up, self.consumer_down), self.keep_time()):
            self.spawn(forever)
        await sigterm.wait()
        await self.stop()

    def spawn(self, coroutine):
        task = self.loop.create_task(coroutine)
        self.tasks.add(task)  # the loop itself would forget it
        task.add_done_callback(self.tasks.discard)

    # --- connections: one publishes, one consumes [M1] ---

    async def stay_connected(self, up, down):
        pause = 0.05
        while True:
            opened, lost = self.loop.create_future(), asyncio.Event()
            AsyncioConnection(self.params, lambda c: c.channel(on_open_callback=opened.set_result), lambda *_: lost.set(), lambda *_: lost.set(), custom_ioloop=self.loop)
            losing = self.loop.create_task(lost.wait())
            await asyncio.wait([opened, losing], return_when=asyncio.FIRST_COMPLETED)
            if opened.done():
                pause = 0.05
                opened.result().add_on_close_callback(lambda channel, _: channel.connection.is_open and channel.connection.close())
                up(opened.result())
                await losing
            down()
            await asyncio.sleep(pause)  # [M5]
            pause = min(2 * pause, 1.0)

    def publisher_up(self, channel):
        channel.confirm_delivery(self.confirmed)
        channel.add_on_return_callback(lambda _channel, _method, properties, _body: self.unroutable.add(properties.message_id))
        self.publishing, self.published, self.next_sign = channel, 0, 0.0
        for d in self.held.values():
            d.next_ask = 0.0
        self.up.set()
        self.beat(0)  # [M45]

    def publisher_down(self):
        lost, self.publishing, self.unconfirmed = self.unconfirmed, None, {}
        self.up.clear()
        for arrived, _ in lost.values():
            arrived.set_result(False)

    def consumer_up(self, channel):
        control = f"control.{self.id}.{uuid.uuid4()}"  # [M3]
        channel.queue_declare(control, exclusive=True, auto_delete=True)
        channel.queue_bind(control, "observatory.control", self.id)
        channel.basic_consume(control, self.on_control, auto_ack=True, callback=lambda _: self.beat(0))  # [M45]
        for queue, priority in self.job_queues():
            channel.queue_declare(f"jobs.{queue}.{priority}.v1", passive=True)  # the gateway declares them; a missing one ends the connection [M5]
        channel.basic_qos(prefetch_count=2 * self.slots)  # the next one is here when a slot is free [M10]
        self.consuming = channel
        self.fill()

    def job_queues(self):
        return [(queue, priority) for queue in self.queues for priority in WEIGHTS]

    def consumer_down(self):
        self.consuming, self.consumer_tags = None, []
        for d in self.held.values():
            d.tag = None  # what had not started is somebody else's now [M34]; what runs goes on [M35]
            self.answer(d, "lost")
        self.hand_back_waiting()

    # --- what is said ---

    def envelope(self, event_type, payload, correlation=None, key=None):
        event_id = str(uuid.uuid4())
        return event_id, json.dumps({
            "contractVersion": VERSIONS.get(event_type, "1.0.0"), "eventType": event_type, "eventId": event_id, "occurredAt": timestamp(time.time()),
            "producer": {"service": "python-worker", "instanceId": self.id, "version": "1.0.0"},
            "correlationId": correlation or self.id, "idempotencyKey": key or event_id, "payload": payload,
        }).encode()

    def publish(self, exchange, key, message_id, body, mode=2, headers=None):
        """A future that says whether it has arrived [M2]."""
        arrived = self.loop.create_future()
        if self.publishing is None or not self.publishing.is_open:
            arrived.set_result(False)
            return arrived
        self.published += 1
        self.unconfirmed[self.published] = (arrived, message_id)
        properties = pika.BasicProperties(content_type="application/json", delivery_mode=mode, message_id=message_id, headers=headers)
        self.publishing.basic_publish(exchange, key, body, properties, mandatory=True)
        return arrived

    def confirmed(self, frame):
        tag, acked = frame.method.delivery_tag, isinstance(frame.method, pika.spec.Basic.Ack)
        for one in [t for t in self.unconfirmed if t <= tag] if frame.method.multiple else [tag]:
            arrived, message_id = self.unconfirmed.pop(one)
            arrived.set_result(acked and message_id not in self.unroutable)
            self.unroutable.discard(message_id)

    async def deliver(self, exchange, key, message_id, body, headers=None):
        """Sends it until it has arrived, over lost connections [M36] and outages [M37]."""
        self.unsaid += 1
        while not await self.publish(exchange, key, message_id, body, headers=headers):
            await (asyncio.sleep(REPEAT) if self.publishing else self.up.wait())
        self.unsaid -= 1

    async def report(self, event_type, payload, d=None, key=None):
        await self.deliver("observatory.reports", event_type, *self.envelope(event_type, {"workerId": self.id, **payload}, d and d.correlation, key))

    def mention(self, event_type, payload, correlation=None, exchange="observatory.reports"):
        """Says it once: it is said again, newer, anyway."""
        self.publish(exchange, event_type, *self.envelope(event_type, {"workerId": self.id, **payload}, correlation), mode=1)

    # --- deliveries: deliver, ask, granted, run, report, ack ---

    def on_job(self, channel, method, _properties, body):
        d = SimpleNamespace(id=str(uuid.uuid4()), channel=channel, tag=method.delivery_tag, redelivered=method.redelivered, state="waiting", sent=[], next_ask=0.0,
                            answer=self.loop.create_future(), signal=threading.Event(), reason=None, over=self.loop.create_future())  # [M11]
        try:
            envelope = json.loads(body)
            d.job, d.correlation = envelope["payload"], envelope["correlationId"]
            d.ref, _ = {"jobId": d.job["jobId"], "deliveryId": d.id}, (d.job["type"], d.job["payload"].keys(), d.job["idempotencyKey"])
            reason = None if envelope["eventType"] == "job.queued" and envelope["contractVersion"].split(".")[0] == "1" else "unknown_event_type"  # [M7]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            reason = "not_json" if isinstance(error, ValueError) else "not_an_envelope"
        if reason is not None:
            self.spawn(self.park(d, method.routing_key, body, reason))
            return
        self.held[d.id] = d
        self.waiting[method.routing_key.rsplit(".", 1)[-1]].append(d)
        self.fill()

    async def park(self, d, routing_key, body, reason):
        """Copy, then tell, then ack, each after the confirm of the one before [M9]."""
        queue, found = routing_key.rsplit(".", 1)[0], re.search(rb'"jobId"\s*:\s*"([0-9a-f-]{36})"', body)
        headers = {"x-parked-reason": reason, "x-parked-from": queue, "x-parked-at": timestamp(time.time())}
        await self.deliver("observatory.parked", routing_key, d.id, body, headers)
        about = {"queue": queue, "reason": reason, **({"jobId": found[1].decode()} if found else {})}
        await self.deliver("observatory.reports", "job.parked", *self.envelope("job.parked", about))
        self.settle(d)

    async def serve(self, d):
        verdict, outcome = await self.ask(d), None
        if verdict == "granted":
            outcome = await self.attempt(d)
            self.ended[d.id] = now()
        del self.held[d.id]
        self.fill()
        if outcome is not None:
            await self.report_end(d, outcome)
        elif verdict == "returned":
            await self.report("attempt.returned", {"attempts": [d.ref]}, d)
        self.settle(d, requeue=verdict == "handed back")  # [M15, M16, M32]

    async def ask(self, d):
        """Asks each second until that is answered [M13]."""
        while True:
            if self.closed_at is None and self.publishing and now() >= d.next_ask:
                d.next_ask = now() + REPEAT
                d.sent.append(now())
                if not self.asks:
                    self.loop.call_soon(self.send_asks)  # with all that comes in this turn [S2]
                self.asks.append(d)
            await asyncio.wait([d.answer], timeout=LOOK)
            if d.answer.done():
                grant = d.answer.result()
                if isinstance(grant, str):
                    return grant
                if self.closed_at is not None:
                    return "returned"  # [M40, M42]
                if 0 < grant["ask"] <= len(d.sent) and now() - d.sent[grant["ask"] - 1] < GRANT_HOLDS:  # [M14]
                    d.job["attempt"] = grant["attempt"]
                    return "granted"
                d.answer = self.loop.create_future()
            elif self.closed_at is not None and now() - self.closed_at >= GRANT_HOLDS:
                return "handed back"

    def send_asks(self):
        asks = [{**d.ref, "ask": len(d.sent), "redelivered": d.redelivered, **({} if d.job["type"] in HANDLERS else {"unhandled": True})} for d in self.asks]
        for start in range(0, len(asks), 256):
            self.mention("attempt.asked", {"asks": asks[start:start + 256]}, self.asks[0].correlation if len(asks) == 1 else None)
        self.asks = []

    def answer(self, d, verdict):
        if d.state == "asked" and not d.answer.done():
            d.answer.set_result(verdict)

    def settle(self, d, requeue=False):
        if d.tag is not None and d.channel is self.consuming and d.channel.is_open:
            d.channel.basic_nack(d.tag, requeue=True) if requeue else d.channel.basic_ack(d.tag)
        d.tag = None

    def hand_back_waiting(self):
        for queue in self.waiting.values():
            while queue:
                self.settle(self.held.pop(queue.popleft().id), requeue=True)

    @property
    def closed_at(self):
        return self.stop_at or self.paused_at

    def fill(self):
        """Asks for as many as there are free slots [M38], by the shares of the priorities [S3]; takes deliveries while there are some."""
        free = self.slots - self.busy - sum(d.state == "asked" for d in self.held.values())
        while self.publishing and self.closed_at is None and free > 0 and any(self.waiting.values()):
            priority = min((p for p in WEIGHTS if self.waiting[p]), key=lambda p: (self.served[p] + 1) / WEIGHTS[p])
            self.served[priority], free = self.served[priority] + 1, free - 1
            d = self.waiting[priority].popleft()
            d.state = "asked"
            self.spawn(self.serve(d))
        if not any(self.waiting.values()):
            self.served = dict.fromkeys(WEIGHTS, 0)
        if not self.consuming or not self.consuming.is_open:
            return
        able = self.publishing is not None and self.closed_at is None
        if able and self.busy < self.slots and not self.consumer_tags:
            self.consumer_tags = [self.consuming.basic_consume(f"jobs.{queue}.{priority}.v1", self.on_job) for queue, priority in self.job_queues()]
        elif self.consumer_tags and (not able or self.busy >= self.slots and now() - self.last_start >= SLOTS_HELD):  # [M39, M40]
            for tag in self.consumer_tags:
                self.consuming.basic_cancel(tag)
            self.consumer_tags = []
            self.hand_back_waiting()

    # --- attempts ---

    async def attempt(self, d):
        """Runs the handler. Answers what to report of it; nothing when it was fenced."""
        d.state, d.began, d.wall = "running", now(), time.time()
        self.busy, self.last_start = self.busy + 1, d.began
        self.loop.call_later(FOLDED_WITHIN, self.say_started, d)
        d.thread = self.threads.submit(run_handler, d.job, d.signal)
        handler = asyncio.wrap_future(d.thread)
        handler.add_done_callback(self.slot_is_free)  # not before: one that goes on after its end keeps its slot
        await asyncio.wait([handler, d.over], timeout=d.job["timeoutMs"] / 1000 if d.job.get("timeoutMs") else None, return_when=asyncio.FIRST_COMPLETED)
        if not handler.done() and not d.over.done():
            self.abort(d, "timed_out")  # [M29]
        d.state = "over"
        if d.reason == "fenced":
            return None
        outcome = handler.result() if handler.done() else ABORTED[d.reason].payload
        return ABORTED[d.reason].payload if d.reason and "error" in outcome else outcome

    def slot_is_free(self, _handler):
        self.busy -= 1
        self.fill()

    def say_started(self, d):
        if d.state == "running" and not d.thread.done():  # [S1]
            self.spawn(self.report("attempt.started", {"attempts": [{**d.ref, "startedAt": timestamp(d.wall)}]}, d))  # [M22]

    async def report_end(self, d, outcome):
        event_type, took = "attempt.failed" if "error" in outcome else "attempt.succeeded", max(0, round((now() - d.began) * 1000))
        times = {"startedAt": timestamp(d.wall), "endedAt": timestamp(d.wall + took / 1000), "durationMs": took}
        await self.report(event_type, {**d.ref, **times, **outcome}, d, f"{d.id}:{event_type}")

    def abort(self, d, reason):
        if d.state == "running" and (d.reason is None or reason == "fenced"):
            d.reason = reason
            d.signal.set()
            if reason in ("cancelled", "fenced"):  # over then, whatever the handler does [M27, M28]
                self.loop.call_later(self.cancel_grace if reason == "cancelled" else 0, lambda: d.over.done() or d.over.set_result(None))

    # --- what the gateway says ---

    def on_control(self, _channel, _method, _properties, body):
        try:
            envelope = json.loads(body)
            self.on_message(envelope["eventType"], envelope["payload"])
        except (ValueError, KeyError, TypeError, AttributeError):
            pass  # what is not understood is left alone [M8]
        self.fill()

    def on_message(self, kind, payload):
        if kind == "attempt.granted":
            for grant in payload["grants"]:
                self.told(grant, grant, returned=True)
        elif kind == "attempt.denied":
            for denial in payload["denials"]:
                self.told(denial, "returned" if denial.get("returned") else "denied", denial.get("returned"))
        elif kind == "attempt.revoked":
            for revocation in payload["attempts"]:
                d = self.held.get(revocation["deliveryId"])
                if d is not None:
                    self.answer(d, "returned" if revocation["reason"] == "cancelled" else "denied")  # [M19]
                    self.abort(d, revocation["reason"])  # [M26, M28]
        elif kind == "attempt.probed" and payload["attempts"]:
            status = lambda i: "running" if i in self.held else "ended" if i in self.ended else "unknown"
            self.mention("attempt.probe_answered", {"answers": [{"jobId": a["jobId"], "deliveryId": a["deliveryId"], "status": status(a["deliveryId"])} for a in payload["attempts"]]})  # [M30]
        elif kind == "attempt.owned":
            for d in (self.held.get(attempt["deliveryId"]) for attempt in payload["attempts"]):
                if d is not None and d.state == "running":
                    self.settle(d)  # [M33]
        elif kind in ("intake.paused", "intake.resumed"):
            self.paused_at = self.paused_at or now() if kind == "intake.paused" else None

    def told(self, about, verdict, returned):
        d = self.held.get(about["deliveryId"])
        if d is not None:
            self.answer(d, verdict)
        elif returned and about["deliveryId"] not in self.ended:
            self.spawn(self.report("attempt.returned", {"attempts": [{"jobId": about["jobId"], "deliveryId": about["deliveryId"]}]}))  # [M17]

    # --- time ---

    async def keep_time(self):
        about = {"startedAt": timestamp(self.started_at), "queues": self.queues, "types": list(HANDLERS), "slots": self.slots, "version": "1.0.0"}
        while True:
            self.fill()
            at = now()
            if at >= self.next_beat:
                self.beat(BEAT)  # [M31]
            if self.publishing and at >= self.next_sign:
                self.next_sign = at + ANNOUNCE
                self.mention("worker.announced", about)  # [M43]
                running = [d.job["jobId"] for d in self.held.values() if d.state == "running"]
                busy = {"service": "python-worker", "busy": self.busy, "running": running[:1000], "paused": self.paused_at is not None}
                self.mention("worker.heartbeat", {**about, **busy}, exchange="observatory.telemetry")
            if len(self.ended) > 1000:
                self.ended = {i: t for i, t in self.ended.items() if at - t < REMEMBER}
            await asyncio.sleep(LOOK)

    def beat(self, age):
        """A sign of life for each attempt that is so old."""
        at, running = now(), [d for d in self.held.values() if d.state == "running"]
        beats = [{**d.ref, "startedAt": timestamp(d.wall), "ageMs": round((at - d.began) * 1000), "acked": d.tag is None} for d in running if at - d.began >= age]
        if beats:
            self.next_beat = at + BEAT
            self.mention("attempt.heartbeat", {"attempts": beats[:1000]})

    async def stop(self):
        """Takes nothing more, lets finish what is short, aborts what is long, and goes when all is said [M41]."""
        self.stop_at = now()
        self.fill()
        while (self.held or self.unsaid) and now() - self.stop_at < self.grace + 3:
            for d in list(self.held.values()) if now() - self.stop_at >= self.grace else []:
                self.abort(d, "shutdown")
            await asyncio.sleep(LOOK)
        for channel in (self.consuming, self.publishing):
            if channel and channel.connection.is_open:
                channel.connection.close()
        await asyncio.sleep(LOOK)  # what is to be written is written by then


if __name__ == "__main__":
    seconds = [int(os.environ.get(name, default)) / 1000 for name, default in (("WORKER_GRACE_MS", "10000"), ("WORKER_CANCEL_GRACE_MS", "5000"))]
    queues = [queue for queue in os.environ.get("WORKER_QUEUES", "default").split(",") if queue]
    try:
        asyncio.run(Worker(os.environ["AMQP_URL"], queues, int(os.environ.get("WORKER_SLOTS", "4")), *seconds).run())
    finally:
        os._exit(0)  # a handler that does not heed its signal must not keep the process
