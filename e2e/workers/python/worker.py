#!/usr/bin/env python3
"""A worker in Python (3.9 or newer), written from docs/worker-protocol.md alone. The numbers in brackets are the rules of that document.

Everything happens on one event loop (both connections, all timers); handlers run in threads and come back to the loop with their outcome.
A team's own worker needs another HANDLERS table and nothing else.
"""
import json, os, random, re, signal, threading, time, uuid
from collections import deque
from datetime import datetime, timezone
from types import SimpleNamespace

import pika
from pika.adapters.select_connection import IOLoop

REPEAT, GRANT_HOLDS, FOLDED_WITHIN, BEAT, SLOTS_HELD, ANNOUNCE, REMEMBER = 1.0, 2.0, 0.02, 3.0, 0.25, 5.0, 600.0
WEIGHTS = {"high": 16, "normal": 4, "low": 1}
JOB_QUEUE = {"x-queue-type": "quorum", "x-dead-letter-exchange": "observatory.parked", "x-delivery-limit": 1_000_000}
VERSIONS = {"attempt.asked": "1.1.0", "worker.heartbeat": "1.1.0"}
ABORTED = {
    "cancelled": ("aborted", "cancelled", "The job was cancelled while it ran.", False),
    "timed_out": ("timed_out", "timed_out", "The attempt took longer than it may.", True),
    "shutdown": ("aborted", "worker_stopped", "The worker was stopped before the attempt came to its end.", True),
}


class Failure(Exception):
    def __init__(self, code, message, retryable=True, retry_after_ms=None):
        super().__init__(message)
        self.code, self.retryable, self.retry_after_ms = code, retryable, retry_after_ms


def simulate_work(job, signal_fired):
    """A handler gets the payload of `job.queued`, with the number of the attempt and the key for its effects, and the signal that may tell it to stop."""
    payload = job["payload"]
    if payload.get("ignoreSignal"):
        time.sleep(payload.get("durationMs", 0) / 1000)
    elif signal_fired.wait(payload.get("durationMs", 0) / 1000):
        raise Failure("stopped", "was told to stop")
    wish = payload.get("failWith")
    if wish:
        raise Failure(wish["code"], wish.get("message", "failed, as it was asked to"), wish.get("retryable", True), wish.get("retryAfterMs"))
    if random.random() < payload.get("failureProbability", 0):
        raise Failure("simulated_failure", "failed, as it was asked to")
    return {"filler": "x" * payload["resultBytes"]} if payload.get("resultBytes") else None


HANDLERS = {"simulate.work": simulate_work}


def now():
    """Seconds of a clock that never goes back and counts suspend [M14]."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def timestamp(wall):
    return datetime.fromtimestamp(wall, timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class Worker:
    def __init__(self, url, queues, slots, grace, cancel_grace):
        self.id, self.queues, self.slots, self.grace, self.cancel_grace = f"py-{uuid.uuid4()}", queues, slots, grace, cancel_grace  # [M4]
        self.params, self.loop, self.started_at = pika.URLParameters(url), IOLoop(), time.time()
        self.params.heartbeat = 10
        self.publishing = self.consuming = self.closing = None  # the channels while they are up
        self.held, self.ended = {}, {}  # deliveries by id; when each ended one ended
        self.waiting, self.credit = {p: deque() for p in WEIGHTS}, {p: 0 for p in WEIGHTS}
        self.asks, self.outbox, self.unconfirmed, self.returned_ids = [], {}, {}, set()
        self.busy, self.last_start, self.next_beat, self.next_sign, self.stop_at, self.paused_at = 0, 0.0, 0.0, 0.0, None, None
        self.consumer_tags, self.published = [], 0

    def run(self):
        signal.signal(signal.SIGTERM, lambda *_: self.loop.add_callback_threadsafe(self.stop))
        self.connect(self.publisher_up, self.publisher_down)
        self.connect(self.consumer_up, self.consumer_down)
        self.tick()
        self.loop.start()

    # --- connections: one publishes, one consumes [M1] --------------------------------------------------------------------------------
    RECONNECT = 0.05

    def connect(self, up, down, failures=0):
        def lost(_connection, _reason):
            down()
            if self.closing is None:
                self.loop.call_later(min(self.RECONNECT * 2 ** failures, max(1.0, self.RECONNECT)), lambda: self.connect(up, down, failures + 1))  # [M5]

        def channel_up(channel):
            nonlocal failures
            failures = 0
            channel.add_on_close_callback(lambda c, _: c.connection.is_open and c.connection.close())
            up(channel)

        pika.SelectConnection(self.params, lambda c: c.channel(on_open_callback=channel_up), lost, lost, self.loop)

    def publisher_up(self, channel):
        channel.confirm_delivery(self.confirmed)  # [M2]
        channel.add_on_return_callback(lambda _c, _m, properties, _b: self.returned_ids.add(properties.message_id))
        self.publishing, self.published, self.unconfirmed, self.next_beat, self.next_sign = channel, 0, {}, 0.0, 0.0
        for message in list(self.outbox.values()):
            self.publish(message)  # [M36]
        for d in self.held.values():
            if d.state == "asked":
                self.ask(d)
        self.fill()

    def publisher_down(self):
        self.publishing = None

    def consumer_up(self, channel):
        self.consuming, control = channel, self.control_queue()
        channel.queue_declare(control, exclusive=True, auto_delete=True)
        channel.queue_bind(control, "observatory.control", self.id)
        channel.basic_consume(control, self.on_control, auto_ack=True)
        for queue in self.queues:
            for priority in WEIGHTS:
                name = f"jobs.{queue}.{priority}.v1"
                channel.queue_declare(name, durable=True, arguments=JOB_QUEUE)
                channel.queue_bind(name, "observatory.dispatch", f"{queue}.{priority}")
        self.consumer_tags = []
        self.fill()

    def control_queue(self):
        return f"control.{self.id}.{uuid.uuid4()}"  # [M3]

    def consumer_down(self):
        self.consuming, self.consumer_tags = None, []
        for d in list(self.held.values()):
            d.tag = None
            if d.state in ("waiting", "asked"):
                self.forget(d)  # what had not started is somebody else's now [M34]; what runs goes on [M35]

    # --- what is said -----------------------------------------------------------------------------------------------------------------
    def envelope(self, event_type, payload, correlation, key=None):
        event_id = str(uuid.uuid4())
        return event_id, json.dumps({
            "contractVersion": VERSIONS.get(event_type, "1.0.0"), "eventType": event_type, "eventId": event_id, "occurredAt": timestamp(time.time()),
            "producer": {"service": "python-worker", "instanceId": self.id, "version": "1.0.0"},
            "correlationId": correlation, "idempotencyKey": key or event_id, "payload": payload,
        }).encode()

    def say(self, event_type, payload, correlation=None, key=None, then=None, exchange="observatory.reports", once=False):
        event_id, body = self.envelope(event_type, payload, correlation or self.id, key)
        self.send(SimpleNamespace(id=event_id, exchange=exchange, key=event_type, body=body, headers=None, then=then or (lambda: None), once=once))

    def send(self, message):
        if not message.once:
            self.outbox[message.id] = message  # kept until it is confirmed [M36, M37]
        self.publish(message)

    def publish(self, message):
        if self.publishing is None or not self.publishing.is_open or (not message.once and message.id not in self.outbox):
            return
        properties = pika.BasicProperties(content_type="application/json", delivery_mode=1 if message.once else 2, message_id=message.id, type=message.key, headers=message.headers)
        self.publishing.basic_publish(message.exchange, message.key, message.body, properties, mandatory=True)
        self.published += 1
        self.unconfirmed[self.published] = message

    def confirmed(self, frame):
        method = frame.method
        tags = [t for t in self.unconfirmed if t <= method.delivery_tag] if method.multiple else [method.delivery_tag]
        for message in (self.unconfirmed.pop(tag) for tag in tags if tag in self.unconfirmed):
            if isinstance(method, pika.spec.Basic.Ack) and message.id not in self.returned_ids:
                if self.outbox.pop(message.id, None):
                    message.then()
            elif not message.once:
                self.loop.call_later(REPEAT, lambda message=message: self.publish(message))
            self.returned_ids.discard(message.id)

    def ask(self, d):
        d.state = "asked"
        d.sent.append(now())
        if not self.asks:
            self.loop.call_later(0, self.send_asks)
        self.asks.append((d, len(d.sent)))

    def send_asks(self):
        asks, self.asks = self.asks[:256], self.asks[256:]
        items = [{"jobId": d.job["jobId"], "deliveryId": d.id, "ask": n, "redelivered": d.redelivered, **({} if d.job["type"] in HANDLERS else {"unhandled": True})} for d, n in asks]
        if items:
            self.say("attempt.asked", {"workerId": self.id, "asks": items}, asks[0][0].correlation if len(asks) == 1 else None, once=True)
        if self.asks:
            self.loop.call_later(0, self.send_asks)

    def say_returned(self, ref, d=None):
        payload = {"workerId": self.id, "attempts": [{"jobId": ref["jobId"], "deliveryId": ref["deliveryId"]}]}
        self.say("attempt.returned", payload, d and d.correlation, then=lambda: d and self.ack(d))

    def say_started(self, d):
        if d.state == "running":
            self.say("attempt.started", {"workerId": self.id, "attempts": [{**ref(d), "startedAt": timestamp(d.wall)}]}, d.correlation)  # [M22]

    # --- deliveries -------------------------------------------------------------------------------------------------------------------
    def on_job(self, channel, method, properties, body):
        try:
            envelope = json.loads(body)
            job, correlation = envelope["payload"], envelope["correlationId"]
            if envelope["eventType"] != "job.queued" or envelope["contractVersion"].split(".")[0] != "1":
                raise ValueError("unknown_event_type")
            {"jobId": job["jobId"], "type": job["type"], "payload": job["payload"].keys(), "idempotencyKey": job["idempotencyKey"]}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            return self.park(method, body, "not_json" if isinstance(error, json.JSONDecodeError) else str(error) if str(error) == "unknown_event_type" else "not_an_envelope")
        d = SimpleNamespace(id=self.new_delivery_id(job), job=job, correlation=correlation, tag=method.delivery_tag, channel=channel, redelivered=method.redelivered, state="waiting", sent=[], signal=threading.Event(), reason=None)
        self.held[d.id] = d
        self.waiting[method.routing_key.rsplit(".", 1)[-1]].append(d)
        self.fill()

    def new_delivery_id(self, job):
        return str(uuid.uuid4())  # [M11]

    def park(self, method, body, reason):
        """Copy, then tell, then ack, each after the confirm of the one before [M9]."""
        d = SimpleNamespace(id=None, tag=method.delivery_tag, channel=self.consuming)
        try:
            job_id = str(uuid.UUID(json.loads(body)["payload"]["jobId"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            job_id = None
        queue = method.routing_key.rsplit(".", 1)[0]
        tell = lambda: self.say("job.parked", {"queue": queue, "reason": reason, **({"jobId": job_id} if job_id else {})}, then=lambda: self.ack(d))
        headers = {"x-parked-reason": reason, "x-parked-from": queue, "x-parked-at": timestamp(time.time())}
        self.send(SimpleNamespace(id=str(uuid.uuid4()), exchange="observatory.parked", key=method.routing_key, body=body, headers=headers, then=tell, once=False))

    def settle(self, d, how):
        if d.tag is not None and d.channel is self.consuming and d.channel.is_open:
            how(d.tag)
        d.tag = None

    def ack(self, d):
        self.settle(d, lambda tag: d.channel.basic_ack(tag))

    def hand_back(self, d):
        self.settle(d, lambda tag: d.channel.basic_nack(tag, requeue=True))
        self.forget(d)

    def forget(self, d):
        self.held.pop(d.id, None)
        d.state = "over"

    def give_up(self, d, returned):
        self.forget(d)
        if returned:
            self.say_returned(ref(d), d)
        else:
            self.ack(d)

    def next_waiting(self):
        """Smooth weighted round robin over the priorities [S3]."""
        ready = [p for p in WEIGHTS if self.waiting[p]]
        if not ready:
            return None
        for p in ready:
            self.credit[p] += WEIGHTS[p]
        best = max(ready, key=lambda p: self.credit[p])
        self.credit[best] -= sum(WEIGHTS[p] for p in ready)
        return self.waiting[best].popleft()

    def fill(self):
        """Asks for as many as there are free slots; takes deliveries while there are some [M38]."""
        asked = sum(d.state == "asked" for d in self.held.values())
        while self.publishing and self.closed_at() is None and self.busy + asked < self.slots:
            d = self.next_waiting()
            if d is None:
                break
            if d.state == "waiting":
                self.ask(d)
                asked += 1
        self.consume(self.publishing is not None and self.busy < self.slots and self.closed_at() is None)

    def consume(self, wanted):
        if not self.consuming or not self.consuming.is_open or wanted == bool(self.consumer_tags):
            return
        if wanted:
            self.consuming.basic_qos(prefetch_count=2 * self.slots)  # the next one is here when a slot is free
            self.consumer_tags = [self.consuming.basic_consume(f"jobs.{queue}.{priority}.v1", self.on_job) for queue in self.queues for priority in WEIGHTS]
        elif self.closed_at() is not None or not self.publishing or now() - self.last_start >= SLOTS_HELD:  # [M39]
            for tag in self.consumer_tags:
                self.consuming.basic_cancel(tag)
            self.consumer_tags = []
            for d in [d for d in self.held.values() if d.state == "waiting"]:
                self.hand_back(d)
            for queue in self.waiting.values():
                queue.clear()

    # --- what the gateway says --------------------------------------------------------------------------------------------------------
    def on_control(self, _channel, _method, _properties, body):
        try:
            envelope = json.loads(body)
            act = getattr(self, "on_" + envelope["eventType"].replace(".", "_"), None)
            if act:  # what is not understood is left alone [M8]
                act(envelope["payload"])
        except (ValueError, KeyError, TypeError, AttributeError):
            pass

    def on_attempt_granted(self, payload):
        for grant in payload["grants"]:
            d = self.held.get(grant["deliveryId"])
            if d is None:
                if grant["deliveryId"] not in self.ended:
                    self.say_returned(grant)  # [M17]
            elif d.state == "asked" and self.holds(d, grant["ask"]):
                if self.closed_at() is None:
                    d.job["attempt"] = grant["attempt"]
                    self.start(d)
                else:
                    self.give_up(d, True)
        self.fill()

    def closed_at(self):
        return self.paused_at if self.stop_at is None else self.stop_at

    def holds(self, d, ask):
        return ask <= len(d.sent) and now() - d.sent[ask - 1] < GRANT_HOLDS  # [M14]

    def on_attempt_denied(self, payload):
        for denial in payload["denials"]:
            d = self.held.get(denial["deliveryId"])
            if d is not None and d.state == "asked":
                self.give_up(d, denial.get("returned", False))  # [M15, M16]
            elif d is None and denial.get("returned") and denial["deliveryId"] not in self.ended:
                self.say_returned(denial)  # [M17]
        self.fill()

    def on_attempt_revoked(self, payload):
        for revocation in payload["attempts"]:
            d, reason = self.held.get(revocation["deliveryId"]), revocation["reason"]
            if d is None:
                continue
            if d.state == "asked":
                self.give_up(d, reason == "cancelled")  # [M19]
            elif d.state == "running" and reason == "cancelled":
                self.abort(d, reason)
            elif d.state == "running":
                self.fence(d)
        self.fill()

    def on_attempt_probed(self, payload):
        answers = [{"jobId": a["jobId"], "deliveryId": a["deliveryId"], "status": self.status(a["deliveryId"])} for a in payload["attempts"]]
        if answers:
            self.say("attempt.probe_answered", {"workerId": self.id, "answers": answers}, once=True)  # [M30]

    def status(self, delivery_id):
        return "running" if delivery_id in self.held else "ended" if delivery_id in self.ended else "unknown"

    def on_attempt_owned(self, payload):
        for attempt in payload["attempts"]:
            d = self.held.get(attempt["deliveryId"])
            if d is not None and d.state == "running":
                self.ack(d)  # [M33]

    def on_intake_paused(self, _payload):
        self.paused_at = self.paused_at or now()  # [M40]
        self.fill()

    def on_intake_resumed(self, _payload):
        self.paused_at = None
        self.fill()

    # --- attempts ---------------------------------------------------------------------------------------------------------------------
    def start(self, d):
        d.state, d.began, d.wall = "running", now(), time.time()
        self.busy, self.last_start = self.busy + 1, d.began
        self.loop.call_later(FOLDED_WITHIN, lambda: self.say_started(d))
        if d.job.get("timeoutMs"):
            self.loop.call_later(d.job["timeoutMs"] / 1000, lambda: self.time_out(d))
        threading.Thread(target=self.attempt, args=(d,), daemon=True).start()

    def attempt(self, d):
        try:
            if d.job["type"] not in HANDLERS:
                raise Failure("unknown_job_type", "this worker has no handler for " + d.job["type"], False)
            outcome = ("succeeded", self.storable(HANDLERS[d.job["type"]](d.job, d.signal)))
        except Failure as failure:
            outcome = ("failed", ("failed", failure.code, str(failure), failure.retryable), failure.retry_after_ms)
        except Exception as error:
            outcome = ("failed", ("failed", "handler_error", str(error)[:2000] or "no message", True), None)
        self.loop.add_callback_threadsafe(lambda: self.handler_ended(d, outcome))

    def storable(self, result):
        """The result, or why it cannot be kept [M44]."""
        text = json.dumps(result, ensure_ascii=False)
        if len(text) > 262_144:
            raise Failure("result_too_large", f"the result has {len(text)} characters as JSON", False)
        if "\\u0000" in text.replace("\\\\", "") or re.search("[\ud800-\udfff]", text) or depth(result) > 64:
            raise Failure("invalid_result", "the result holds a NUL character or half of a surrogate pair, or nests too deep", False)
        return result

    def handler_ended(self, d, outcome):
        self.busy -= 1
        if d.state == "running":
            self.report(d, ("failed", ABORTED[d.reason], None) if d.reason and outcome[0] == "failed" else outcome)
        self.fill()

    def abort(self, d, reason):
        if d.state == "running" and d.reason is None:
            d.reason = reason
            d.signal.set()
            if reason == "cancelled":
                self.loop.call_later(self.cancel_grace, lambda: self.cut_off(d))

    def time_out(self, d):
        self.abort(d, "timed_out")
        self.cut_off(d)  # [M29]

    def cut_off(self, d):
        """Closes the attempt; a handler that goes on all the same keeps its slot and is not listened to any more."""
        if d.state == "running":
            self.report(d, ("failed", ABORTED[d.reason], None))  # [M27]

    def fence(self, d):
        d.signal.set()
        self.ended[d.id] = now()
        self.forget(d)
        self.ack(d)  # [M28]

    def report(self, d, outcome):
        took = max(0, round((now() - d.began) * 1000))
        payload = {"workerId": self.id, **ref(d), "startedAt": timestamp(d.wall), "endedAt": timestamp(d.wall + took / 1000), "durationMs": took}
        kind = "attempt." + outcome[0]
        if outcome[0] == "succeeded":
            payload.update({} if outcome[1] is None else {"result": outcome[1]})
        else:
            cause, code, message, retryable = outcome[1]
            payload.update(cause=cause, error={"code": code, "message": message, "retryable": retryable})
            payload.update({} if outcome[2] is None else {"retryAfterMs": outcome[2]})
        self.ended[d.id] = now()
        self.forget(d)
        self.say(kind, payload, d.correlation, f"{d.id}:{kind}", then=lambda: self.ack(d))  # [M32]

    # --- time -------------------------------------------------------------------------------------------------------------------------
    def tick(self):
        at, running = now(), [d for d in self.held.values() if d.state == "running"]
        for d in list(self.held.values()):
            if d.state == "asked" and self.closed_at() is None and self.publishing and at - d.sent[-1] >= REPEAT:
                self.ask(d)  # [M13]
            elif d.state == "asked" and self.closed_at() is not None and at - self.closed_at() >= GRANT_HOLDS:
                self.hand_back(d)
        old = [d for d in running if at - d.began >= BEAT]
        if old and at >= self.next_beat:
            self.next_beat = at + BEAT  # [M31]
            self.beat(old, at)
        if self.publishing and at >= self.next_sign:
            self.next_sign = at + ANNOUNCE
            self.announce(running)
        if len(self.ended) > 1000:
            self.ended = {i: t for i, t in self.ended.items() if at - t < REMEMBER}
        self.fill()
        if self.stop_at is None or not self.stopped(at, running):
            self.loop.call_later(0.05, self.tick)

    def beat(self, attempts, at):
        beats = [{**ref(d), "startedAt": timestamp(d.wall), "ageMs": round((at - d.began) * 1000), "acked": d.tag is None} for d in attempts]
        self.say("attempt.heartbeat", {"workerId": self.id, "attempts": beats[:1000]}, once=True)

    def announce(self, running):
        about = {"workerId": self.id, "startedAt": timestamp(self.started_at), "queues": self.queues, "types": list(HANDLERS), "slots": self.slots, "version": "1.0.0"}
        self.say("worker.announced", about, once=True)  # [M43]
        busy = {"service": "python-worker", "busy": self.busy, "running": [d.job["jobId"] for d in running][:1000], "paused": self.paused_at is not None}
        self.say("worker.heartbeat", {**about, **busy}, exchange="observatory.telemetry", once=True)

    def stop(self):
        self.stop_at = self.stop_at or now()  # [M41, M42]
        self.fill()

    def stopped(self, at, running):
        if at - self.stop_at >= self.grace:
            for d in running:
                self.abort(d, "shutdown")
        if (self.held or self.outbox) and at - self.stop_at < self.grace + 3:
            return False
        self.closing = True
        self.loop.call_later(0.05, self.loop.stop)  # the last acks are written by then
        for channel in (self.consuming, self.publishing):
            if channel and channel.connection.is_open:
                channel.connection.close()
        return True


def depth(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + max(map(depth, inside), default=0) if isinstance(value, (dict, list)) else 0


def ref(d):
    return {"jobId": d.job["jobId"], "deliveryId": d.id}


def main(make=Worker):
    queues = [q for q in os.environ.get("WORKER_QUEUES", "default").split(",") if q]
    make(os.environ["AMQP_URL"], queues, int(os.environ.get("WORKER_SLOTS", "4")), *(int(os.environ.get(f"WORKER_{name}_MS", default)) / 1000 for name, default in (("GRACE", "10000"), ("CANCEL_GRACE", "5000")))).run()


if __name__ == "__main__":
    main()
