#!/usr/bin/env python3
"""Workers that break one rule each, for the proof that the conformance suite notices: `mutants.py M12` runs the worker without rule M12.

Each is the source of worker.py with a line or two replaced.
"""
import os, sys

MUTANTS = {
    "M1": ("publishes on the connection that consumes", [
        ("self.stay_connected(self.publisher_up, self.publisher_down), ", ""),
        ("        self.consuming = channel\n", "        self.consuming = channel\n        channel.connection.channel(on_open_callback=self.publisher_up)\n"),
        ("        self.consuming, self.consumer_tags = None, []\n", "        self.consuming, self.consumer_tags = None, []\n        self.publisher_down()\n"),
    ]),
    "M2": ("does not care whether anybody gets its messages", [("mandatory=True", "mandatory=False")]),
    "M3": ("gives its control queue the same name on each connection", [('f"control.{self.id}.{uuid.uuid4()}"', 'f"control.{self.id}"')]),
    "M4": ("is called the same after a restart", [('f"py-{uuid.uuid4()}"', '"py-" + queues[0]')]),
    "M5": ("takes its time to connect again", [("await asyncio.sleep(pause)", "await asyncio.sleep(3.0)")]),
    "M6": ("forgets the correlation id of the job when it has ended", [("**outcome}, d, f", "**outcome}, None, f")]),
    "M7": ("reads only the versions it was written for", [('["contractVersion"].split(".")[0] == "1"', '["contractVersion"] != "1.99.0"')]),
    "M8": ("gives up its connection over a message that it does not know", [
        ('            self.on_message(envelope["eventType"]', '            _channel.connection.close() if b"enchanted" in body else self.on_message(envelope["eventType"]'),
    ]),
    "M9": ("drops what it cannot read", [("self.spawn(self.park(d, method.routing_key, body, reason))", "self.settle(d)")]),
    "M10": ("lets the broker send as much as it likes", [("channel.basic_qos(prefetch_count=2 * self.slots)", "pass")]),
    "M11": ("calls a delivery by the name of its job", [
        ("            d.ref, _ = ", '            d.id = d.id if method.redelivered else d.job["jobId"]\n            d.ref, _ = '),
    ]),
    "M12": ("runs what nobody has answered for a second", [
        ("d.sent.append(now())\n", 'd.sent.append(now())\n                len(d.sent) > 1 and self.answer(d, {"ask": len(d.sent), "attempt": 1})\n'),
    ]),
    "M13": ("asks again too late", [("d.next_ask = now() + REPEAT", "d.next_ask = now() + 2.4")]),
    "M14": ("takes any grant, however old", [(' and now() - d.sent[grant["ask"] - 1] < GRANT_HOLDS', "")]),
    "M15": ("leaves a denied delivery unsettled", [("        self.settle(d, requeue=verdict", '        verdict == "denied" or self.settle(d, requeue=verdict')]),
    "M16": ("does not say that it returns what it was told to return", [('"returned" if denial.get("returned") else "denied"', '"denied"')]),
    "M17": ("ignores a grant for a delivery that it does not know", [("self.told(grant, grant, returned=True)", "self.told(grant, grant, returned=False)")]),
    "M18": ("starts once more when it is granted once more", [
        ("    def told(", "    async def again(self, d):\n        await self.report_end(d, await self.attempt(d))\n\n    def told("),
        ("        if d is not None:\n            self.answer(d, verdict)\n", """        if d is not None and (d.state == "running" or d.answer.done()):
            self.spawn(self.again(SimpleNamespace(**{**vars(d), "over": self.loop.create_future()})))
        elif d is not None:
            self.answer(d, verdict)
"""),
    ]),
    "M19": ("does not return a cancelled delivery that it has not started", [
        ('self.answer(d, "returned" if revocation["reason"] == "cancelled" else "denied")', 'revocation["reason"] == "cancelled" or self.answer(d, "denied")'),
    ]),
    "M20": ("asks for what it cannot run", [(', **({} if d.job["type"] in HANDLERS else {"unhandled": True})', "")]),
    "M21": ("loses the result", [('return {} if result is None else {"result": result}', "return {}")]),
    "M22": ("tells the start late", [
        ("self.loop.call_later(FOLDED_WITHIN, ", "self.loop.call_later(1.3, "),
        ('        d.state = "over"\n', """        d.state = "over"
        if now() - d.began < 1.3:
            await self.report("attempt.started", {"attempts": [{**d.ref, "startedAt": timestamp(d.wall)}]}, d)
"""),
    ]),
    "M23": ("calls every failure the same", [('raise Failure(wish["code"], ', 'raise Failure("failed", ')]),
    "M24": ("forgets when the handler wants to be tried again", [('wish.get("retryAfterMs")', "None")]),
    "M25": ("takes every failure for one that may be tried again", [('wish.get("retryable", True)', "True")]),
    "M26": ("does not tell the handler that its job was cancelled", [("            d.signal.set()\n", '            reason == "cancelled" or d.signal.set()\n')]),
    "M27": ("waits for a cancelled handler as long as it takes", [('if reason in ("cancelled", "fenced"):', 'if reason == "fenced":')]),
    "M28": ("reports what was fenced", [('self.abort(d, revocation["reason"])', 'self.abort(d, "cancelled" if revocation["reason"] == "cancelled" else "shutdown")')]),
    "M29": ("lets an attempt take as long as it likes", [('timeout=d.job["timeoutMs"] / 1000 if d.job.get("timeoutMs") else None', "timeout=None")]),
    "M30": ("forgets what has ended", [('"ended" if i in self.ended else "unknown"', '"unknown"')]),
    "M31": ("gives no sign of life", [("if at >= self.next_beat:", "if False:")]),
    "M32": ("acks before its report is safe", [("            await self.report_end(d, outcome)\n", "            self.settle(d)\n            await self.report_end(d, outcome)\n")]),
    "M33": ("keeps the message of an attempt whose ownership is confirmed", [("self.settle(d)  # [M33]", "pass")]),
    "M34": ("goes on with deliveries that it lost with its connection", [('            self.answer(d, "lost")\n        self.hand_back_waiting()\n', "")]),
    "M35": ("stops what runs when its connection is lost", [('            self.answer(d, "lost")\n', '            self.answer(d, "lost")\n            self.abort(d, "shutdown")\n')]),
    "M36": ("does not send again what was not confirmed", [("in lost.values():\n            arrived.set_result(False)", "in lost.values():\n            arrived.set_result(True)")]),
    "M37": ("says what it has to say only while there is somebody to hear it", [("        self.unsaid += 1\n", "        if self.publishing is None:\n            return\n        self.unsaid += 1\n")]),
    "M38": ("runs as much at once as it gets", [('self.slots - self.busy - sum(d.state == "asked" for d in self.held.values())', "99")]),
    "M39": ("keeps what it cannot start", [("not able or self.busy >= self.slots and now() - self.last_start >= SLOTS_HELD", "self.closed_at is not None")]),
    "M40": ("takes jobs although it was told not to", [('self.paused_at or now() if kind == "intake.paused" else None', "None")]),
    "M41": ("lets nothing finish when it has to end", [("        self.stop_at = now()\n", "        self.stop_at, self.grace = now(), 0\n")]),
    "M42": ("does not return what is granted while it ends", [("self.told(grant, grant, returned=True)", "self.stop_at is None and self.told(grant, grant, returned=True)")]),
    "M43": ("does not announce itself", [('self.mention("worker.announced", about)', "pass")]),
    "M44": ("reports results that nobody can keep", [("if len(text) > 262_144:", "if False:")]),
    "M45": ("does not say what it runs when it can hear again", [(", callback=lambda _: self.beat(0)", "")]),
}

if __name__ == "__main__":
    with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "worker.py"), encoding="utf-8") as file:
        source = file.read()
    for old, new in MUTANTS[sys.argv[1]][1]:
        assert source.count(old) == 1, f"worker.py has {source.count(old)} times: {old}"
        source = source.replace(old, new)
    exec(compile(source, "worker.py", "exec"), {"__name__": "__main__"})
