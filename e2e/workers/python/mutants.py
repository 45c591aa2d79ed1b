#!/usr/bin/env python3
"""Workers that break one rule each, for the proof that the conformance suite notices: `mutants.py M12` runs the worker without rule M12."""
import sys

import worker
from worker import Worker


class M1(Worker):
    """publishes on the connection that consumes"""
    def connect(self, up, down, failures=0):
        if up == self.consumer_up:
            super().connect(self.both_up, self.both_down, failures)

    def both_up(self, channel):
        self.consumer_up(channel)
        channel.connection.channel(on_open_callback=self.publisher_up)

    def both_down(self):
        self.publisher_down()
        self.consumer_down()


class M2(Worker):
    """does not care whether anybody gets its messages"""
    def publisher_up(self, channel):
        publish = channel.basic_publish
        channel.basic_publish = lambda exchange, key, body, properties, mandatory: publish(exchange, key, body, properties, mandatory=False)
        super().publisher_up(channel)


class M3(Worker):
    """gives its control queue the same name on each connection"""
    def control_queue(self):
        return f"control.{self.id}"


class M4(Worker):
    """is called the same after a restart"""
    def __init__(self, url, queues, *rest):
        super().__init__(url, queues, *rest)
        self.id = "py-" + queues[0]


class M5(Worker):
    """takes its time to connect again"""
    RECONNECT = 3.0


class M6(Worker):
    """forgets the correlation id of the job when it has ended"""
    def say(self, event_type, payload, correlation=None, *rest, **more):
        super().say(event_type, payload, None if event_type == "attempt.succeeded" else correlation, *rest, **more)


class M7(Worker):
    """reads only the versions it was written for"""
    def on_job(self, channel, method, properties, body):
        if b'"1.99.0"' in body:
            return self.park(method, body, "unknown_version")
        super().on_job(channel, method, properties, body)


class M8(Worker):
    """gives up its connection over a message that it does not know"""
    def on_control(self, channel, method, properties, body):
        if b"enchanted" in body:
            return channel.connection.close()
        super().on_control(channel, method, properties, body)


class M9(Worker):
    """drops what it cannot read"""
    def park(self, method, body, reason):
        self.consuming.basic_ack(method.delivery_tag)


class M10(Worker):
    """lets the broker send as much as it likes"""
    def consumer_up(self, channel):
        channel.basic_qos = lambda **_: None
        super().consumer_up(channel)


class M11(Worker):
    """calls a delivery by the name of its job"""
    seen = set()

    def new_delivery_id(self, job):
        again = job["jobId"] in self.seen
        self.seen.add(job["jobId"])
        return super().new_delivery_id(job) if again else job["jobId"]


class M12(Worker):
    """runs what nobody has answered for a second"""
    def ask(self, d):
        super().ask(d)
        if len(d.sent) > 1:
            self.start(d)


class M13(Worker):
    """asks again too late"""
    def __init__(self, *args):
        super().__init__(*args)
        worker.REPEAT = 2.4


class M14(Worker):
    """takes any grant, however old"""
    def holds(self, d, ask):
        return True


class M15(Worker):
    """leaves a denied delivery unsettled"""
    def give_up(self, d, returned):
        if returned:
            return super().give_up(d, returned)
        self.forget(d)


class M16(Worker):
    """does not say that it returns what it was told to return"""
    def on_attempt_denied(self, payload):
        super().on_attempt_denied({"denials": [{**denial, "returned": denial.get("returned", False) and denial["deliveryId"] not in self.held} for denial in payload["denials"]]})


class M17(Worker):
    """ignores a grant for a delivery that it does not know"""
    def on_attempt_granted(self, payload):
        super().on_attempt_granted({"grants": [grant for grant in payload["grants"] if grant["deliveryId"] in self.held]})


class M18(Worker):
    """starts once more when it is granted once more"""
    def on_attempt_granted(self, payload):
        for grant in payload["grants"]:
            d = self.held.get(grant["deliveryId"])
            if d is not None and d.state == "running":
                self.start(worker.SimpleNamespace(**{**vars(d), "tag": None}))
        super().on_attempt_granted(payload)


class M19(Worker):
    """does not return a cancelled delivery that it has not started"""
    def on_attempt_revoked(self, payload):
        super().on_attempt_revoked({"attempts": [a for a in payload["attempts"] if a["reason"] != "cancelled" or getattr(self.held.get(a["deliveryId"]), "state", None) == "running"]})


class M20(Worker):
    """asks for what it cannot run"""
    def say(self, event_type, payload, *rest, **more):
        if event_type == "attempt.asked":
            payload["asks"] = [{key: value for key, value in ask.items() if key != "unhandled"} for ask in payload["asks"]]
        super().say(event_type, payload, *rest, **more)


class M21(Worker):
    """loses the result"""
    def report(self, d, outcome):
        super().report(d, ("succeeded", None) if outcome[0] == "succeeded" else outcome)


class M22(Worker):
    """tells the start late"""
    def __init__(self, *args):
        super().__init__(*args)
        worker.FOLDED_WITHIN = 1.3

    def report(self, d, outcome):
        if worker.now() - d.began < worker.FOLDED_WITHIN:
            self.say_started(d)
        super().report(d, outcome)


class Failures(Worker):
    def changed(self, failure, retry_after_ms):
        return failure, retry_after_ms

    def report(self, d, outcome):
        super().report(d, ("failed", *self.changed(outcome[1], outcome[2])) if outcome[0] == "failed" and d.reason is None and outcome[1][1] != "result_too_large" else outcome)


class M23(Failures):
    """calls every failure the same"""
    def changed(self, failure, retry_after_ms):
        return (failure[0], "failed", *failure[2:]), retry_after_ms


class M24(Failures):
    """forgets when the handler wants to be tried again"""
    def changed(self, failure, retry_after_ms):
        return failure, None


class M25(Failures):
    """takes every failure for one that may be tried again"""
    def changed(self, failure, retry_after_ms):
        return (*failure[:3], True), retry_after_ms


class M26(Worker):
    """does not tell the handler that its job was cancelled"""
    def abort(self, d, reason):
        fired, d.signal = d.signal, worker.threading.Event() if reason == "cancelled" else d.signal
        super().abort(d, reason)
        d.signal = fired


class M27(Worker):
    """waits for a cancelled handler as long as it takes"""
    def cut_off(self, d):
        if d.reason != "cancelled":
            super().cut_off(d)


class M28(Worker):
    """reports what was fenced"""
    def fence(self, d):
        self.abort(d, "shutdown")


class M29(Worker):
    """lets an attempt take as long as it likes"""
    def time_out(self, d):
        pass


class M30(Worker):
    """forgets what has ended"""
    def status(self, delivery_id):
        return "running" if delivery_id in self.held else "unknown"


class M31(Worker):
    """gives no sign of life"""
    def beat(self, attempts, at):
        pass


class M32(Worker):
    """acks before its report is safe"""
    def report(self, d, outcome):
        self.ack(d)
        super().report(d, outcome)


class M33(Worker):
    """keeps the message of an attempt whose ownership is confirmed"""
    def on_attempt_owned(self, payload):
        pass


class M34(Worker):
    """goes on with deliveries that it lost with its connection"""
    def consumer_down(self):
        self.consuming, self.consumer_tags = None, []
        for d in self.held.values():
            d.tag = None


class M35(Worker):
    """stops what runs when its connection is lost"""
    def consumer_down(self):
        super().consumer_down()
        for d in list(self.held.values()):
            self.abort(d, "shutdown")


class M36(Worker):
    """does not send again what was not confirmed"""
    def publisher_down(self):
        super().publisher_down()
        self.outbox = {}


class M37(Worker):
    """says what it has to say only while there is somebody to hear it"""
    def send(self, message):
        if self.publishing is not None:
            super().send(message)


class M38(Worker):
    """counts a slot as taken only after a while"""
    def fill(self):
        young = sum(d.state == "running" and worker.now() - d.began < 0.2 for d in self.held.values())
        self.busy -= young
        super().fill()
        self.busy += young


class M39(Worker):
    """keeps what it cannot start"""
    def consume(self, wanted):
        if wanted or self.closed_at() is not None:
            super().consume(wanted)


class M40(Worker):
    """takes jobs although it was told not to"""
    def on_intake_paused(self, payload):
        pass


class M41(Worker):
    """lets nothing finish when it has to end"""
    def stop(self):
        self.grace = 0
        super().stop()


class M42(Worker):
    """does not return what is granted while it ends"""
    def on_attempt_granted(self, payload):
        if self.stop_at is None:
            super().on_attempt_granted(payload)


class M43(Worker):
    """does not announce itself"""
    def say(self, event_type, *rest, **more):
        if event_type != "worker.announced":
            super().say(event_type, *rest, **more)


class M44(Worker):
    """reports results that nobody can keep"""
    def storable(self, result):
        return result


if __name__ == "__main__":
    worker.main(globals()[sys.argv[1]])
