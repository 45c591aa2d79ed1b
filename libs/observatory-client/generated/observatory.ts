// Written by npm run openapi:generate from apps/observatory/openapi.json. Do not edit.

export interface paths {
    "/console.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What consoles need to know of this installation: whether commands may be sent, and where the other user interfaces are */
        get: operations["readConsoleSettings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/debug/performance": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the process does: event loop, garbage collection, memory, batches, slowest routes and queries
         * @description Off (404) unless `DEBUG_TOKEN` is set; asks for it as a bearer token.
         */
        get: operations["readPerformance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/debug/performance/cpu-profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sample where the process spends its CPU
         * @description Answers a `.cpuprofile`, which the developer tools of a browser open. One at a time; it ends early when the caller leaves or the service stops. Off (404) unless `DEBUG_TOKEN` is set; asks for it as a bearer token.
         */
        post: operations["profileCpu"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive; says nothing about its dependencies */
        get: operations["readHealth[0]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process is alive; says nothing about its dependencies */
        get: operations["readHealth[1]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Metrics of this process for Prometheus */
        get: operations["readMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All user interfaces of the platform on one page */
        get: operations["readPlatformPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/icon.svg": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Icon of the page */
        get: operations["readPlatformIcon"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/page.css": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Style of the page */
        get: operations["readPlatformStyle"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/platform/page.js": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Script of the page: asks the observatory how it is */
        get: operations["readPlatformScript"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service can do its work: every dependency, and whether it is usable */
        get: operations["readReadiness[0]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the service can do its work: every dependency, and whether it is usable */
        get: operations["readReadiness[1]"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All runbooks */
        get: operations["listRunbooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runbooks/{alert}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runbook of an alert */
        get: operations["readRunbook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs here: identity, uptime, dependencies and what the service has to say about itself */
        get: operations["readStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Alerts, the latest first, a page at a time
         * @description Each occurrence is one entry: an alert that began, ended and began again stands here twice.
         */
        get: operations["listAlerts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every time that an alert held, the latest first */
        get: operations["readAlert"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Attempts across jobs, those of the newest jobs first, a page at a time
         * @description A page looks at 2,000 jobs at most: one that is short, or empty, and has a `nextCursor` is not the last.
         */
        get: operations["listAllAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The audit trail, the latest first, a page at a time
         * @description Every command, sign-in, change of keys and security event, with who, what, from where and the verdict. What comes by the thousand is counted (`count`). A tenant sees what concerns it; the platform's own sees all.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/chain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far the audit trail goes, how far it is sealed, and whether it is whole
         * @description As the aggregator found it when it copied it. `npm run verify-audit` looks at the store itself.
         */
        get: operations["readChain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All schemas that this release is built from */
        get: operations["listContracts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/contracts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schema, with examples */
        get: operations["readContract"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Errors that are alike as one, the newest or the most frequent first */
        get: operations["listErrors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/errors/{fingerprint}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One group of errors, with the jobs that met it last */
        get: operations["readError"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The latest events of the log, newest first; as far back as the ring goes (the log itself is the feed of the gateway) */
        get: operations["listEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Flows, those with the latest jobs first, a page at a time */
        get: operations["listFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Security incidents, the latest first, a page at a time
         * @description Opened by themselves where security events together look like an attack; `evidence` names their places in the audit trail.
         */
        get: operations["listIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/job-types": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Job types by name: schema and defaults, pause, workers that can run them
         * @description A type stands here once it is defined or a live worker can run it.
         */
        get: operations["listJobTypes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/job-types/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One job type */
        get: operations["readJobType"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs that match, newest first or in another order, a page at a time
         * @description A page that cannot be filled within a second, because few jobs match what no index knows, has what was found by then: it is short, or empty, has a `nextCursor` and says in `searchedUntil` how far was looked.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All jobs that match, newest first, as one stream
         * @description The headers say how fresh it is. A stream that breaks off ends without the end of its last chunk.
         */
        get: operations["exportJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/suggestions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a filter can be completed with: tags, types, queues, workers that begin with what has been typed */
        get: operations["suggest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One job, with its payload and result
         * @description As it is now; with `asOf`, as it was at a position of the log or at a time, and which event was its last by then.
         */
        get: operations["readJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/attempts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The attempts at a job, first to last, with how far each has come */
        get: operations["listAttempts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/attempts/{number}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What the handler of an attempt logged, in the order in which it arrived, a page at a time; kept for some days */
        get: operations["readLogs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The events of a job as they stand in the log, oldest first
         * @description The first event and the last 999 of a job are kept; `omitted` says how many are not. JSON that was too large for a timeline says so in its place.
         */
        get: operations["readJobEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/flow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The flow of a job: all jobs that hang together with it, with their states and who waits for whom */
        get: operations["readFlow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/lineage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a job comes from and what came of it: attempts, lives by redrive, schedule, parents, children */
        get: operations["readLineage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Everything that happened to a job, oldest first */
        get: operations["readTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Why is this job not running?
         * @description One reason, in the order in which a grant asks, with the facts it rests on and the events that show it. What the read models cannot know stands in `unknowns`; the gateway answers the same question with it.
         */
        get: operations["readWhy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Limits by name
         * @description How much of a limit is taken right now only the gateway knows.
         */
        get: operations["listLimits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/metrics/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happened minute by minute, as columns for charts
         * @description Rates, retries, losses, and how long jobs waited and took. Prometheus has more, for longer.
         */
        get: operations["readSeries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Operations, the latest first, a page at a time
         * @description As they were started, how far they are, and what came of them once they have ended. One that is at work tells of itself at most once a second, in steps of a hundredth.
         */
        get: operations["listOperations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One operation */
        get: operations["readOperation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Jobs by state, in all and per queue, what happened lately and since the log began, what waits longest, alerts that hold, errors, services and stores */
        get: operations["readOverview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/projections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every read model: the generation that is served, how far it has come, and the one that is being built beside it */
        get: operations["listProjections"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Queues by name: jobs by state, pause, bound, oldest waiting job, what happened in the last hour */
        get: operations["listQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One queue, with the workers that take from it */
        get: operations["readQueue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runbooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The alerts that have a runbook */
        get: operations["listRunbookTexts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runbooks/{alert}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The runbook of an alert, as Markdown */
        get: operations["readRunbookText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Schedules by name, a page at a time */
        get: operations["listSchedules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{schedule}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One schedule, with the last jobs that it submitted */
        get: operations["readSchedule"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The processes of the platform and what they need, and the stores as they see them
         * @description Each tells of itself every five seconds; one that is silent for a minute is not here any more.
         */
        get: operations["listServices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Events as they come, as server-sent events
         * @description Each event of the log that matches is a frame: `id` its position, `event` its type, `data` the whole envelope. Frames of the stream itself have no id: `freshness` (at once, then at most once a second), `changes` (with mode=changes), `resync` (events are missing: read anew what is shown), `dropped` (the client did not read; the stream ends). A lost connection goes on where it was by `Last-Event-ID`, which browsers send by themselves. A comment comes every 15 s.
         */
        get: operations["openStream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Workers: those that are there with what they run, then those that are gone
         * @description What a worker tells of itself every five seconds has no position; what the log knows of it and of its jobs is as fresh as the answer says.
         */
        get: operations["listWorkers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One worker, with what it runs */
        get: operations["readWorker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Alert
         * @description An alert as Alertmanager reported it.
         */
        Alert: {
            /** @description Names the alert: the same for the same labels. */
            fingerprint: string;
            /** @description The alert rule. */
            name: string;
            /** @description Whether it holds. */
            state: components["schemas"]["AlertState"];
            /** @description How urgent it is. */
            severity: components["schemas"]["AlertSeverity"];
            /** @description What kind of trouble it is, as its rule says: availability, jobs, data, capacity, security, slo. */
            category?: string;
            /** @description The service it is about. */
            service?: string;
            /** @description One sentence for people. */
            summary: string;
            /** @description What is known beyond the summary. */
            description?: string;
            /**
             * Format: uri-reference
             * @description What to do about it.
             */
            runbookUrl?: string;
            /**
             * Format: uri-reference
             * @description Where the expression that holds can be looked at.
             */
            generatorUrl?: string;
            /** @description Since when it holds. */
            startsAt: components["schemas"]["Timestamp"];
            /** @description When it ended. */
            endsAt?: components["schemas"]["Timestamp"];
            /** @description When the observatory learnt of it. */
            firedAt?: components["schemas"]["Timestamp"];
            /** @description When the observatory learnt of its end. */
            resolvedAt?: components["schemas"]["Timestamp"];
            /**
             * @description How its end became known: reported by Alertmanager; superseded, it began again before anybody had told of an end; silence, nobody spoke of it any more.
             * @enum {string}
             */
            resolvedBy?: "reported" | "superseded" | "silence";
            /** @description Who is on it; absent while nobody is. */
            acknowledged?: components["schemas"]["AlertAcknowledgement"];
            /** @description When it was escalated, since nobody had acknowledged it in time. */
            escalatedAt?: components["schemas"]["Timestamp"];
            /** @description Its labels. */
            labels: {
                [key: string]: string;
            };
        };
        /**
         * AlertAcknowledgement
         * @description Somebody has seen the alert and is on it.
         */
        AlertAcknowledgement: {
            /** @description When. */
            at: components["schemas"]["Timestamp"];
            /** @description Who. */
            by: string;
            /** @description What they said about it. */
            note?: string;
        };
        /**
         * AlertHistoryResponse
         * @description Every time that an alert held, the latest first.
         */
        AlertHistoryResponse: {
            /** @description Names the alert: the same for the same labels. */
            fingerprint: string;
            /** @description Its occurrences. */
            items: components["schemas"]["Alert"][];
            /** @description Give it back to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * AlertListResponse
         * @description A page of alerts, each occurrence for itself, the latest first.
         */
        AlertListResponse: {
            /** @description The alerts of this page. */
            items: components["schemas"]["Alert"][];
            /** @description Give it back to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * AlertSeverity
         * @description How fast somebody has to look.
         * @enum {string}
         */
        AlertSeverity: "critical" | "warning" | "info";
        /**
         * AlertState
         * @description Whether an alert holds or is over.
         * @enum {string}
         */
        AlertState: "firing" | "resolved";
        /**
         * AttemptLogsResponse
         * @description Lines that the handler of one attempt logged. Telemetry: bounded per attempt, kept for some days, and never in the log of events.
         */
        AttemptLogsResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description The attempt; 1 for the first. */
            number: number;
            /** @description The lines of this page, in the order in which they arrived. */
            items: {
                /** @description Its number among the lines of the attempt, in the order in which they arrived. */
                line: number;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                /**
                 * @description How serious.
                 * @enum {string}
                 */
                level: "debug" | "info" | "warn" | "error";
                /** @description The line. */
                text: string;
            }[];
            /** @description Give it as `after` to get the next page; absent when there was no more. */
            nextAfter?: number;
            /** @description Lines that came after the attempt had as many as are kept. */
            dropped: number;
            /** @description How fresh the list of attempts is that this one is of. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * AttemptPageResponse
         * @description A page of attempts across jobs, those of the newest jobs first.
         */
        AttemptPageResponse: {
            /** @description The attempts of this page. */
            items: components["schemas"]["JobAttempt"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * AttemptProgress
         * @description How far a handler said it had come. Telemetry: kept for some days, and never in the log.
         */
        AttemptProgress: {
            /** @description Share that is done. */
            value: number;
            /** @description What it was doing. */
            message?: string;
            /** @description When it said so. */
            at: components["schemas"]["Timestamp"];
        };
        /**
         * AttemptState
         * @description Where one attempt at a job stands. Every state but RUNNING is final.
         * @enum {string}
         */
        AttemptState: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "LOST" | "CANCELLED";
        /**
         * AuditChainResponse
         * @description How far the audit trail goes and how far it is sealed, as the observatory knows it.
         */
        AuditChainResponse: {
            /** @description The last entry that the observatory has. */
            sequence: number;
            /** @description The last head that was signed; absent before the first. */
            head?: components["schemas"]["AuditHead"];
            /** @description Entries behind that head. */
            unsealed: number;
            /** @description Whether each entry that the observatory copied led to the next, and the head to the entry that it names. */
            verified: boolean;
            /** @description When the trail was last read. */
            checkedAt?: components["schemas"]["Timestamp"];
        };
        /**
         * AuditEntry
         * @description One line of the audit trail: who did what, when, from where, and what became of it; with its place in the chain.
         */
        AuditEntry: {
            /** @description Its place: 1, 2, 3, without gaps. */
            sequence: number;
            /** @description Names the entry, whoever stores it how often. */
            id: components["schemas"]["Uuid"];
            /** @description When it happened; of several, the first. */
            at: components["schemas"]["Timestamp"];
            /** @description Of several, the last. */
            lastAt?: components["schemas"]["Timestamp"];
            /** @description How often it happened: what comes by the thousand is counted. */
            count: number;
            /** @description What was done or tried: the permission that its route asks for, such as jobs:cancel; or session.signed_in, security.replay, incident.opened. */
            action: string;
            /** @description What became of it. */
            verdict: components["schemas"]["AuditVerdict"];
            /** @description Of a security event what it is about. */
            category?: components["schemas"]["SecurityCategory"];
            /** @description The tenant that it concerns; absent where nobody is known. */
            tenantId?: components["schemas"]["TenantId"];
            /** @description Who; absent where nobody is known. */
            principal?: components["schemas"]["AuditPrincipal"];
            /** @description Whom or what somebody claimed to be or acted for: a name at a sign-in, the id of a key. */
            subject?: string;
            /** @description What it was done to: a path, an id. */
            resource?: string;
            /** @description Method and pattern of the route. */
            route?: string;
            /** @description Code of the error that it was answered with. */
            code?: string;
            /** @description What was given as the reason, or why it was refused. */
            reason?: string;
            /** @description The address that it came from. */
            address?: string;
            /** @description What the client calls itself. */
            userAgent?: string;
            /** @description Of the request. */
            correlationId?: components["schemas"]["CorrelationId"];
            /** @description Of an entry about an incident the incident as it then is. */
            incident?: components["schemas"]["Incident"];
            /** @description The process that took it down. */
            recordedBy: string;
            /** @description When it was stored, by the store's clock. */
            recordedAt: components["schemas"]["Timestamp"];
            /** @description SHA-256 over the hash of the entry before it and this entry, in hexadecimal digits. */
            hash: string;
        };
        /**
         * AuditHead
         * @description The end of the audit trail as it was signed: nothing up to it can change without being noticed.
         */
        AuditHead: {
            /** @description The last entry that it covers. */
            sequence: number;
            /** @description That entry's hash. */
            hash: string;
            /** @description When. */
            signedAt: components["schemas"]["Timestamp"];
            /** @description Which key signed it: the beginning of the SHA-256 of the public key. */
            keyId: string;
            /** @description Ed25519, base64url. */
            signature: string;
        };
        /**
         * AuditListResponse
         * @description A page of the audit trail, the latest first.
         */
        AuditListResponse: {
            /** @description The entries of this page. */
            items: components["schemas"]["AuditEntry"][];
            /** @description Give it back to get the next page; absent on the last. */
            nextCursor?: string;
        };
        /**
         * AuditPrincipal
         * @description Who did it.
         */
        AuditPrincipal: {
            /** @description api_key, token, user, static (a token of the configuration), system, command_line, or anonymous where authentication is off. */
            kind: string;
            /** @description Of a key its id, of a token its subject. */
            id: string;
            /** @description What people call it. */
            name?: string;
            /** @description Its tenant. */
            tenantId: components["schemas"]["TenantId"];
        };
        /**
         * AuditVerdict
         * @description What became of it: done; refused to whoever asked; failed, for a fault of the platform.
         * @enum {string}
         */
        AuditVerdict: "accepted" | "refused" | "failed";
        /**
         * CancelRequested
         * @description A cancellation that somebody asked for.
         */
        CancelRequested: {
            /** @description When it was asked for. */
            at: components["schemas"]["Timestamp"];
            /** @description Who asked. */
            by: string;
            /** @description Why, in their words. */
            reason?: string;
            /**
             * @description What led to it; a request when absent.
             * @enum {string}
             */
            cause?: "requested" | "parent_ended" | "superseded" | "overlap" | "deadline" | "rejected";
        };
        /**
         * CatchUpPolicy
         * @description What becomes of the ticks that were missed: skip runs none of them, once the last one, all as many of the latest as catchUpLimit allows.
         * @enum {string}
         */
        CatchUpPolicy: "skip" | "once" | "all";
        /**
         * ConsoleResponse
         * @description What consoles need to know of this installation.
         */
        ConsoleResponse: {
            /** @description Whether commands may be sent to `/api/v1/…` of this origin. */
            commands: boolean;
            /** @description Whether one has to sign in, at `/api/v1/auth/login` of this origin. */
            signIn?: boolean;
            /** @description The user interfaces of the platform, in groups. */
            links: {
                /** @description What the group is of. */
                title: string;
                /** @description Its members. */
                links: {
                    /** @description Name of the user interface. */
                    title: string;
                    /** @description What it is for. */
                    description: string;
                    /** @description Where a browser finds it, or a path of this origin; absent where this installation does not have it. */
                    url?: string;
                    /** @description Who may enter, or how to start it where it is absent. */
                    note: string;
                }[];
            }[];
        };
        /**
         * ContractDetailResponse
         * @description One schema of the contracts, with examples.
         */
        ContractDetailResponse: {
            /** @description What it is. */
            contract: components["schemas"]["ContractSummary"];
            /** @description The JSON Schema. */
            schema: components["schemas"]["JsonObject"];
            /** @description Instances of it. */
            examples: {
                /** @description What is special about it. */
                name: string;
                /** @description The instance. */
                value: components["schemas"]["JsonValue"];
            }[];
        };
        /**
         * ContractPageResponse
         * @description All schemas of the contracts this release is built from.
         */
        ContractPageResponse: {
            /** @description The schemas, by kind and name. */
            items: components["schemas"]["ContractSummary"][];
        };
        /**
         * ContractSummary
         * @description A schema of the contracts.
         */
        ContractSummary: {
            /** @description Its name: an event type, or the name of the type. */
            name: string;
            /**
             * @description What it describes.
             * @enum {string}
             */
            kind: "control" | "domain" | "envelope" | "events" | "http" | "reports" | "telemetry";
            /** @description Its version. */
            version: components["schemas"]["SemVer"];
            /** @description What it is. */
            description: string;
            /** @description How many examples there are. */
            examples: number;
        };
        /**
         * CorrelationId
         * @description Ties together everything that one request caused: visible ASCII without blanks.
         */
        CorrelationId: string;
        /**
         * CronExpression
         * @description Minute, hour, day of month, month, day of week, and seconds before them where there are six fields. A day of month or a day of week is enough where both are given.
         */
        CronExpression: string;
        /**
         * Envelope
         * @description The body of every message. Events of the log carry `stream`; reports, answers and telemetry do not.
         */
        Envelope: {
            /** @description The $version of the schema of the payload. */
            contractVersion: components["schemas"]["SemVer"];
            /** @description Which message this is; names the schema of the payload. */
            eventType: string;
            /** @description Names this message for ever; a duplicate has the same. */
            eventId: components["schemas"]["Uuid"];
            /** @description When the fact came to be. */
            occurredAt: components["schemas"]["Timestamp"];
            /** @description Who made it. */
            producer: components["schemas"]["Producer"];
            /** @description Ties together all that one request caused. */
            correlationId: components["schemas"]["CorrelationId"];
            /** @description The same for two messages with the same effect. */
            idempotencyKey: components["schemas"]["IdempotencyKey"];
            /** @description Whose it is. */
            tenantId?: components["schemas"]["TenantId"];
            /** @description The eventId of the message that led to this one. */
            causationId?: components["schemas"]["Uuid"];
            /** @description W3C trace context. */
            traceparent?: string;
            /** @description Only on events of the log. */
            stream?: components["schemas"]["StreamPosition"];
            /** @description What the schema of the event type says. */
            payload: {
                [key: string]: unknown;
            };
        };
        /**
         * ErrorCode
         * @description The stable code of a refused request. Each is explained in docs/errors.md.
         * @enum {string}
         */
        ErrorCode: "malformed_json" | "unsupported_media_type" | "validation_failed" | "payload_too_large" | "unknown_job_type" | "idempotency_conflict" | "not_found" | "method_not_allowed" | "queue_full" | "too_many_queues" | "schedule_exists" | "too_many_schedules" | "store_unavailable" | "broker_unavailable" | "not_ready" | "at_least_timeout" | "invalid_cursor" | "internal_error" | "job_not_failed" | "opted_out" | "erased" | "sealing_unavailable" | "job_not_scheduled" | "unauthorized" | "alert_resolved" | "profile_running" | "foreign_origin" | "gateway_unavailable" | "too_many_streams" | "forbidden" | "ticket_mismatch" | "ticket_replayed" | "rate_limited" | "limits_unavailable" | "user_exists" | "quota_exceeded" | "policy_denied" | "job_not_held" | "policy_update_failed" | "policy_integrity_check_failed";
        /**
         * ErrorDetailResponse
         * @description One group of errors, with some of its jobs.
         */
        ErrorDetailResponse: {
            /** @description The group. */
            error: components["schemas"]["ErrorGroup"];
            /** @description Jobs of the last of them, latest first. */
            jobs: components["schemas"]["JobSummary"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * ErrorGroup
         * @description Failures that are alike: the same job type, code and message but for what differs from one to the next.
         */
        ErrorGroup: {
            /** @description Names the group. */
            fingerprint: string;
            /** @description The code of the errors. */
            code: string;
            /** @description Their message, with what differs replaced. */
            message: string;
            /** @description The job type. */
            type: components["schemas"]["Name"];
            /** @description The queue of the last one. */
            queue: components["schemas"]["Name"];
            /** @description How often so far. */
            count: number;
            /** @description The first one. */
            firstSeen: components["schemas"]["Timestamp"];
            /** @description The last one. */
            lastSeen: components["schemas"]["Timestamp"];
            /** @description Jobs of the last ones, latest first. */
            jobIds: components["schemas"]["Uuid"][];
        };
        /**
         * ErrorPageResponse
         * @description A page of groups of errors.
         */
        ErrorPageResponse: {
            /** @description The groups of this page. */
            items: components["schemas"]["ErrorGroup"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * EventPageResponse
         * @description The latest events of the log, whole, newest first.
         */
        EventPageResponse: {
            /** @description The events of this page. */
            items: components["schemas"]["Envelope"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * ExternalRef
         * @description What the client knows the job by: an order, a document, an URL.
         */
        ExternalRef: string;
        /**
         * FlowNode
         * @description A job of a flow.
         */
        FlowNode: {
            /** @description The job. */
            id: components["schemas"]["Uuid"];
            /** @description Its type. */
            type: components["schemas"]["Name"];
            /** @description Its queue. */
            queue: components["schemas"]["Name"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /** @description Steps from the beginning of the flow: more than of each of its parents. */
            level: number;
            /** @description Number of the current or last attempt. */
            attempt: number;
            /** @description When it was accepted. */
            submittedAt: components["schemas"]["Timestamp"];
            /** @description When its last attempt started. */
            startedAt?: components["schemas"]["Timestamp"];
            /** @description When it became final. */
            finishedAt?: components["schemas"]["Timestamp"];
            /** @description Why it, or its last attempt, failed. */
            errorCode?: string;
            /**
             * @description What becomes of it when a parent does not complete.
             * @enum {string}
             */
            onParentFailure?: "cancel" | "run";
        };
        /**
         * FlowPageResponse
         * @description A page of flows, those with the latest jobs first.
         */
        FlowPageResponse: {
            /** @description The flows of this page. */
            items: components["schemas"]["FlowSummary"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * FlowSummary
         * @description Jobs that hang together by waiting for each other.
         */
        FlowSummary: {
            /** @description Its first job. */
            id: components["schemas"]["Uuid"];
            /** @description The type of its first job. */
            type: components["schemas"]["Name"];
            /** @description Jobs in it. */
            jobs: number;
            /** @description There are more jobs than were counted. */
            truncated: boolean;
            /** @description Its jobs by status. */
            counts: components["schemas"]["JobCounts"];
            /** @description When its first job was accepted. */
            submittedAt: components["schemas"]["Timestamp"];
            /** @description When its last job was accepted. */
            latestAt: components["schemas"]["Timestamp"];
            /** @description When the last of them ended; absent while one has not. */
            finishedAt?: components["schemas"]["Timestamp"];
        };
        /**
         * Freshness
         * @description How fresh an answer is.
         */
        Freshness: {
            /** @description The log position up to which this is true. */
            position: number;
            /** @description The end of the log as last seen. */
            headPosition?: number;
            /** @description Events that are not in this answer yet. */
            lagEvents: number;
            /** @description Age of the oldest event that is not in this answer yet, in milliseconds. */
            lagMs: number;
            /** @description The life of the log. */
            epoch: components["schemas"]["Uuid"];
            /** @description The read model and its version. */
            projection: string;
        };
        /**
         * HealthResponse
         * @description The process is alive.
         */
        HealthResponse: {
            /**
             * @description Always ok.
             * @constant
             */
            status: "ok";
        };
        /**
         * IdempotencyKey
         * @description A key chosen by the client: the same key and body give the same job. Printable ASCII.
         */
        IdempotencyKey: string;
        /**
         * Incident
         * @description Security events that together look like an attack, with their evidence.
         */
        Incident: {
            /** @description Names it. */
            id: components["schemas"]["Uuid"];
            /** @description What it looks like. */
            pattern: components["schemas"]["IncidentPattern"];
            /** @description Whether it goes on. */
            state: components["schemas"]["IncidentState"];
            /** @description Counts what is known of it: each time it grows, and its end. */
            step: number;
            /** @description What its events are about. */
            category: components["schemas"]["SecurityCategory"];
            /** @description Whom or where they come from: principal PRINCIPAL, address ADDRESS or subject NAME. */
            source: string;
            /** @description The tenant whose principal it is, or whose things it is about; absent where nobody is known. */
            tenantId?: components["schemas"]["TenantId"];
            /** @description When it was recognised. */
            openedAt: components["schemas"]["Timestamp"];
            /** @description Its first event. */
            firstAt: components["schemas"]["Timestamp"];
            /** @description Its last event so far. */
            lastAt: components["schemas"]["Timestamp"];
            /** @description When it was taken to be over. */
            closedAt?: components["schemas"]["Timestamp"];
            /** @description Events that belong to it, counted ones as often as they happened. */
            events: number;
            /** @description One sentence for people. */
            summary: string;
            /** @description Places of its events in the audit trail, the first ones. */
            evidence: number[];
        };
        /**
         * IncidentListResponse
         * @description A page of security incidents, the latest first.
         */
        IncidentListResponse: {
            /** @description The incidents of this page. */
            items: components["schemas"]["Incident"][];
            /** @description Give it back to get the next page; absent on the last. */
            nextCursor?: string;
        };
        /**
         * IncidentPattern
         * @description What the events of an incident look like: guessing of credentials; the same thing shown again and again; trying out what one may do; trying out the things of other tenants.
         * @enum {string}
         */
        IncidentPattern: "brute_force" | "replay_burst" | "scope_probing" | "cross_tenant_probing";
        /**
         * IncidentState
         * @description Whether it goes on: over is what was quiet for a quarter of an hour.
         * @enum {string}
         */
        IncidentState: "open" | "over";
        /**
         * Job
         * @description A job with all that is known of its present.
         */
        Job: {
            /** @description The job. */
            id: components["schemas"]["Uuid"];
            /** @description Whose job it is. */
            tenantId: components["schemas"]["TenantId"];
            /** @description Which handler runs it. */
            type: components["schemas"]["Name"];
            /** @description The queue it waits in. */
            queue: components["schemas"]["Name"];
            /** @description Its class within the queue. */
            priority: components["schemas"]["JobPriority"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /** @description The input of the handler. */
            payload: components["schemas"]["JsonObject"];
            /** @description Taken from the request or made for it. */
            correlationId: components["schemas"]["CorrelationId"];
            /** @description The key the client gave. */
            idempotencyKey?: components["schemas"]["IdempotencyKey"];
            /** @description Number of the current or last attempt; 0 before the first. */
            attempt: number;
            /** @description Attempts it may fail before it is FAILED. */
            maxAttempts: number;
            /** @description Attempts lost with their workers so far. */
            losses: number;
            /** @description Events of this job so far. */
            version: number;
            /** @description When it was accepted. */
            submittedAt: components["schemas"]["Timestamp"];
            /** @description When it was last queued. */
            queuedAt?: components["schemas"]["Timestamp"];
            /** @description When its last attempt started. */
            startedAt?: components["schemas"]["Timestamp"];
            /** @description When it became final. */
            finishedAt?: components["schemas"]["Timestamp"];
            /** @description When it is to be queued: a schedule or the end of a backoff. */
            runAt?: components["schemas"]["Timestamp"];
            /** @description What the handler returned. */
            result?: components["schemas"]["JsonValue"];
            /** @description Why it, or its last attempt, failed. */
            error?: components["schemas"]["JobError"];
            /** @description Set once somebody asked for its cancellation. */
            cancelRequested?: components["schemas"]["CancelRequested"];
            /** @description Words that it is found by. */
            tags?: components["schemas"]["Tag"][];
            /** @description What the client knows it by. */
            externalRef?: components["schemas"]["ExternalRef"];
            /** @description When it must have ended; then it is failed, running or not. */
            deadlineAt?: components["schemas"]["Timestamp"];
            /** @description The failed job that this one is another life of. */
            redrivenFrom?: components["schemas"]["Uuid"];
            /** @description The schedule that submitted it. */
            scheduleId?: components["schemas"]["Uuid"];
            /** @description Submissions with the same key within a window are one job. */
            dedupeKey?: string;
            /** @description When failed attempts are tried again. */
            retry?: components["schemas"]["JobRetry"];
            /** @description Milliseconds an attempt may take; then its signal fires and it is closed as timed_out. */
            timeoutMs?: number;
            /** @description Jobs that must have ended before it runs. */
            after?: components["schemas"]["Uuid"][];
            /**
             * @description What becomes of it when a parent has not completed.
             * @enum {string}
             */
            onParentFailure?: "cancel" | "run";
            /** @description The job that is its next life. */
            redrivenTo?: components["schemas"]["Uuid"];
            /** @description What governance knows of it; absent where that is nothing. */
            governance?: components["schemas"]["JobGovernance"];
        };
        /**
         * JobAttempt
         * @description One attempt at a job, as history keeps it.
         */
        JobAttempt: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description 1 for the first attempt. */
            number: number;
            /** @description Where the attempt stands. */
            state: components["schemas"]["AttemptState"];
            /** @description The delivery that owned the job. */
            deliveryId: components["schemas"]["Uuid"];
            /** @description The worker that ran it. */
            workerId: components["schemas"]["WorkerId"];
            /** @description When the handler started. */
            startedAt: components["schemas"]["Timestamp"];
            /** @description When the attempt ended; absent while it runs. */
            endedAt?: components["schemas"]["Timestamp"];
            /** @description From start to end in milliseconds. */
            durationMs?: number;
            /** @description Why it did not succeed. */
            error?: components["schemas"]["JobError"];
            /** @description How far it had come, as its handler said last; some days later it is forgotten. */
            progress?: components["schemas"]["AttemptProgress"];
        };
        /**
         * JobAttemptsResponse
         * @description The attempts at one job, as the read model knows them.
         */
        JobAttemptsResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description First to last. */
            items: components["schemas"]["JobAttempt"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobCounts
         * @description How many jobs stand in each status.
         */
        JobCounts: {
            /** @description Jobs that are HELD. */
            HELD: number;
            /** @description Jobs that are WAITING. */
            WAITING: number;
            /** @description Jobs that are SCHEDULED. */
            SCHEDULED: number;
            /** @description Jobs that are QUEUED. */
            QUEUED: number;
            /** @description Jobs that are RUNNING. */
            RUNNING: number;
            /** @description Jobs that are RETRYING. */
            RETRYING: number;
            /** @description Jobs that are COMPLETED. */
            COMPLETED: number;
            /** @description Jobs that are FAILED. */
            FAILED: number;
            /** @description Jobs that are CANCELLED. */
            CANCELLED: number;
        };
        /**
         * JobDetailResponse
         * @description A job as the read model knows it.
         */
        JobDetailResponse: {
            /** @description The job. */
            job: components["schemas"]["Job"];
            /**
             * JobAsOf
             * @description Set when a moment of the past was asked for: its last event up to then.
             */
            asOf?: {
                /** @description The position of the last event that had happened to it. */
                position: number;
                /** @description When that was. */
                occurredAt: components["schemas"]["Timestamp"];
                /** @description Events of the job up to then. */
                version: number;
            };
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobError
         * @description Why an attempt or a job failed.
         */
        JobError: {
            /** @description Stable, for programs. */
            code: string;
            /** @description For people. */
            message: string;
            /** @description False when another attempt cannot help; absent means unknown. */
            retryable?: boolean;
            /** @description Facts of this failure. */
            details?: components["schemas"]["JsonObject"];
        };
        /**
         * JobEventsResponse
         * @description The events of a job, whole, oldest first.
         */
        JobEventsResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description The events of this page. */
            items: components["schemas"]["Envelope"][];
            /** @description Events of the middle of a very long life that are not kept. */
            omitted: number;
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobFlowResponse
         * @description All jobs that hang together with a job by waiting for each other.
         */
        JobFlowResponse: {
            /** @description The job that was asked for. */
            jobId: components["schemas"]["Uuid"];
            /** @description The jobs, by level and age. */
            nodes: components["schemas"]["FlowNode"][];
            /** @description Who waits, or waited, for whom. */
            edges: {
                /** @description The parent. */
                from: components["schemas"]["Uuid"];
                /** @description The child. */
                to: components["schemas"]["Uuid"];
            }[];
            /** @description There are more jobs than are shown: those nearest to the job are. */
            truncated: boolean;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobGovernance
         * @description What governance knows of a job: what it is for, who submitted it, what the policy said to it, who approved it.
         */
        JobGovernance: {
            /** @description What it is for, as the header X-Purpose said. */
            purpose?: string;
            /**
             * JobPrincipal
             * @description Who submitted it; kept where there are rules to hold it against.
             */
            principal?: {
                /**
                 * @description What kind of caller.
                 * @enum {string}
                 */
                kind: "anonymous" | "api_key" | "token" | "static" | "schedule";
                /** @description Id of the key, the user or the schedule. */
                id: string;
                /** @description What it may do. */
                roles: components["schemas"]["Role"][];
            };
            /** @description What a policy said to it last, where a rule concerned it. */
            verdict?: components["schemas"]["PolicyVerdict"];
            /**
             * JobApproval
             * @description Who let it go on after it was held.
             */
            approval?: {
                /** @description Who did it. */
                by: string;
                /** @description When. */
                at: components["schemas"]["Timestamp"];
                /** @description The rule that had held it. */
                ruleId: string;
                /** @description Why, in their words. */
                reason?: string;
            };
        };
        /**
         * JobLineageResponse
         * @description Where a job comes from and what came of it.
         */
        JobLineageResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Its attempts, first to last. */
            attempts: components["schemas"]["JobAttempt"][];
            /** @description Its lives, first to last, itself among them; more than one when it was redriven. */
            lives: {
                /** @description The job. */
                jobId: components["schemas"]["Uuid"];
                /** @description Where it stands. */
                status: components["schemas"]["JobStatus"];
                /** @description When it was accepted. */
                submittedAt: components["schemas"]["Timestamp"];
                /** @description When it became final. */
                finishedAt?: components["schemas"]["Timestamp"];
                /** @description Why it failed. */
                errorCode?: string;
            }[];
            /**
             * LineageSchedule
             * @description The schedule that submitted it.
             */
            schedule?: {
                /** @description The schedule. */
                id: components["schemas"]["Uuid"];
                /** @description Its name; absent when it is not known any more. */
                name?: components["schemas"]["Name"];
            };
            /** @description Jobs that it waits, or waited, for. */
            parents: components["schemas"]["JobRelative"][];
            /** @description Jobs that wait, or waited, for it. */
            children: components["schemas"]["JobRelative"][];
            /** @description There are more children than are shown. */
            moreChildren: boolean;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobListResponse
         * @description A page of jobs.
         */
        JobListResponse: {
            /** @description The jobs of this page. */
            items: components["schemas"]["JobSummary"][];
            /** @description Give it back to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description The page is short because few jobs match and looking for more took too long: the last job that was looked at. `nextCursor` goes on behind it. */
            searchedUntil?: components["schemas"]["Uuid"];
            /**
             * JobTotal
             * @description How many jobs match; only when it was asked for.
             */
            total?: {
                /** @description So many. */
                value: number;
                /** @description There are more than were counted. */
                capped: boolean;
            };
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobPriority
         * @description Each priority is a queue of its own; a worker weighs them.
         * @enum {string}
         */
        JobPriority: "high" | "normal" | "low";
        /**
         * JobRelative
         * @description A job that another waits for or that waits for it.
         */
        JobRelative: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Its type. */
            type: components["schemas"]["Name"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
        };
        /**
         * JobRetry
         * @description When a failed attempt is tried again; what is absent is as the platform does it.
         */
        JobRetry: {
            /**
             * @description Whether the delay grows with each failure.
             * @enum {string}
             */
            strategy?: "fixed" | "exponential";
            /** @description Delay after the first failure. */
            baseMs?: number;
            /** @description What an exponential delay is multiplied with after each failure. */
            factor?: number;
            /** @description The longest delay. */
            capMs?: number;
            /**
             * @description full: drawn evenly from zero to the delay.
             * @enum {string}
             */
            jitter?: "none" | "full";
            /** @description Error codes after which the job has failed for good. */
            nonRetryableCodes?: string[];
        };
        /**
         * JobStatus
         * @description Where a job stands. COMPLETED, FAILED and CANCELLED are final.
         * @enum {string}
         */
        JobStatus: "HELD" | "WAITING" | "SCHEDULED" | "QUEUED" | "RUNNING" | "RETRYING" | "COMPLETED" | "FAILED" | "CANCELLED";
        /**
         * JobSuggestionsResponse
         * @description What a filter can be completed with.
         */
        JobSuggestionsResponse: {
            /**
             * @description What is being typed.
             * @enum {string}
             */
            field: "tag" | "type" | "queue" | "worker";
            /** @description Values that begin with it, in order. */
            items: {
                /** @description The value. */
                value: string;
            }[];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobSummary
         * @description A job without its payload and result, as lists show it.
         */
        JobSummary: {
            /** @description The job. */
            id: components["schemas"]["Uuid"];
            /** @description Whose job it is. */
            tenantId: components["schemas"]["TenantId"];
            /** @description Which handler runs it. */
            type: components["schemas"]["Name"];
            /** @description The queue it waits in. */
            queue: components["schemas"]["Name"];
            /** @description Its class within the queue. */
            priority: components["schemas"]["JobPriority"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /** @description Taken from the request or made for it. */
            correlationId: components["schemas"]["CorrelationId"];
            /** @description The key the client gave. */
            idempotencyKey?: components["schemas"]["IdempotencyKey"];
            /** @description Number of the current or last attempt; 0 before the first. */
            attempt: number;
            /** @description Attempts it may fail before it is FAILED. */
            maxAttempts: number;
            /** @description Attempts lost with their workers so far. */
            losses: number;
            /** @description Events of this job so far. */
            version: number;
            /** @description When it was accepted. */
            submittedAt: components["schemas"]["Timestamp"];
            /** @description When it was last queued. */
            queuedAt?: components["schemas"]["Timestamp"];
            /** @description When its last attempt started. */
            startedAt?: components["schemas"]["Timestamp"];
            /** @description When it became final. */
            finishedAt?: components["schemas"]["Timestamp"];
            /** @description When it is to be queued: a schedule or the end of a backoff. */
            runAt?: components["schemas"]["Timestamp"];
            /** @description Why it, or its last attempt, failed. */
            error?: components["schemas"]["JobError"];
            /** @description Set once somebody asked for its cancellation. */
            cancelRequested?: components["schemas"]["CancelRequested"];
            /** @description Words that it is found by. */
            tags?: components["schemas"]["Tag"][];
            /** @description What the client knows it by. */
            externalRef?: components["schemas"]["ExternalRef"];
            /** @description When it must have ended; then it is failed, running or not. */
            deadlineAt?: components["schemas"]["Timestamp"];
            /** @description The failed job that this one is another life of. */
            redrivenFrom?: components["schemas"]["Uuid"];
            /** @description The schedule that submitted it. */
            scheduleId?: components["schemas"]["Uuid"];
            /** @description Submissions with the same key within a window are one job. */
            dedupeKey?: string;
            /** @description The job that is its next life. */
            redrivenTo?: components["schemas"]["Uuid"];
            /** @description The worker that ran it last, or runs it; as the observatory knows it. */
            workerId?: components["schemas"]["WorkerId"];
            /** @description Names the group of errors that its last error belongs to; as the observatory knows it. */
            fingerprint?: string;
            /** @description How long it took from its first start to its end; absent while it goes on, or if it never started; as the observatory knows it. */
            durationMs?: number;
            /** @description What governance knows of it; absent where that is nothing. */
            governance?: components["schemas"]["JobGovernance"];
        };
        /**
         * JobType
         * @description A type of job as it is defined: what its payloads look like, and what its jobs get where they say nothing.
         */
        JobType: {
            /** @description Its name. */
            name: components["schemas"]["Name"];
            /** @description Counts the changes. */
            version: number;
            /** @description JSON Schema 2020-12 that payloads must match; without references to elsewhere and without recursion. */
            payloadSchema?: components["schemas"]["JsonObject"];
            /** @description Attempts a job gets unless it says otherwise. */
            maxAttempts?: number;
            /** @description How its jobs are tried again unless they say otherwise. */
            retry?: components["schemas"]["JobRetry"];
            /** @description How long an attempt may take unless the job says otherwise. */
            timeoutMs?: number;
            /** @description Jobs of the type that may run at once. */
            concurrency?: number;
            /** @description The queue of jobs that name none. */
            queue?: components["schemas"]["Name"];
            /** @description The priority of jobs that name none. */
            priority?: components["schemas"]["JobPriority"];
            /** @description Set while the type is paused. */
            paused?: components["schemas"]["Pause"];
        };
        /**
         * JobTypeDetailResponse
         * @description One job type, from the read model.
         */
        JobTypeDetailResponse: {
            /** @description The job type. */
            jobType: components["schemas"]["JobTypeView"];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobTypePageResponse
         * @description A page of job types by name, from the read model.
         */
        JobTypePageResponse: {
            /** @description The job types of this page. */
            items: components["schemas"]["JobTypeView"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * JobTypeView
         * @description A job type: what is defined of it, and who can run it.
         */
        JobTypeView: {
            /** @description Its name. */
            name: components["schemas"]["Name"];
            /** @description Schema and defaults; absent for a type that workers run and nobody defined. */
            definition?: components["schemas"]["JobType"];
            /** @description Set while the type is paused; a pause needs no definition. */
            paused?: components["schemas"]["Pause"];
            /** @description Workers that can run it and are alive. */
            liveWorkers: number;
            /** @description The first of them. */
            handledBy: components["schemas"]["WorkerId"][];
            /** @description Queues that they take from. */
            queues: components["schemas"]["Name"][];
        };
        /**
         * JobWhyResponse
         * @description Why a job is not running, in one answer, with the events that show it.
         */
        JobWhyResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /**
             * @description The reason, for programs.
             * @enum {string}
             */
            code: "ended" | "running" | "being_granted" | "waiting_for_parents" | "scheduled" | "backing_off" | "held" | "queue_paused" | "type_paused" | "limit_reached" | "rate_limited" | "no_worker_for_queue" | "no_worker_for_type" | "workers_paused" | "waiting_in_line" | "about_to_be_sent";
            /** @description The reason, for people. */
            sentence: string;
            /** @description Since when it holds, as far as it is known. */
            since?: components["schemas"]["Timestamp"];
            /** @description Until when it holds, where that is known; about, for a rate. */
            until?: components["schemas"]["Timestamp"];
            /** @description The facts it rests on; which there are depends on the code, see docs/operating-jobs.md. */
            details: components["schemas"]["JsonObject"];
            /** @description The events that show it, in log order. */
            evidence: {
                /** @description Its position in the log. */
                position: number;
                /** @description Its stream: the job, or what an operator set. */
                streamId: components["schemas"]["Uuid"];
                /** @description Its number within the stream. */
                version: number;
                /** @description What happened. */
                eventType: string;
                /** @description When. */
                occurredAt: components["schemas"]["Timestamp"];
            }[];
            /** @description What the answer could not take into account, in words; only from the read model. */
            unknowns?: string[];
            /** @description How fresh this answer is; only from the read model. */
            freshness?: components["schemas"]["Freshness"];
        };
        /**
         * JsonObject
         * @description Any JSON object, at most 64 levels deep (a document store refuses to nest past 100).
         */
        JsonObject: {
            [key: string]: unknown;
        };
        /**
         * JsonValue
         * @description Any JSON value, at most 64 levels deep (a document store refuses to nest past 100).
         */
        JsonValue: unknown;
        /**
         * LatencySummary
         * @description How long something took, in milliseconds; each is the upper bound of the class that the share falls into.
         */
        LatencySummary: {
            /** @description Half of them took at most this. */
            p50: number;
            /** @description 95 of 100 took at most this. */
            p95: number;
            /** @description 99 of 100 took at most this. */
            p99: number;
        };
        /**
         * Limit
         * @description A limit of what runs at once, or of how often it starts, for each value of a key.
         */
        Limit: {
            /** @description Its name. */
            name: components["schemas"]["Name"];
            /** @description Holds for jobs of this queue only. */
            queue?: components["schemas"]["Name"];
            /** @description Holds for jobs of this type only. */
            type?: components["schemas"]["Name"];
            /** @description Holds for jobs of this tenant only. */
            tenant?: components["schemas"]["TenantId"];
            /** @description What tells the keys apart: tenant, or a JSON pointer into the payload. Without it the limit has one key. */
            keyBy?: string;
            /** @description Jobs of a key that may run at once. */
            concurrency?: number;
            /** @description How often jobs of a key may start. */
            rate?: components["schemas"]["Rate"];
        };
        /**
         * LimitPageResponse
         * @description A page of limits by name, from the read model.
         */
        LimitPageResponse: {
            /** @description The limits of this page. */
            items: components["schemas"]["Limit"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * MetricsSeriesResponse
         * @description What happened minute by minute: columns of the same length, as charts want them.
         */
        MetricsSeriesResponse: {
            /** @description How many minutes. */
            minutes: number;
            /** @description The beginning of each minute, in seconds since 1970, oldest first. */
            at: number[];
            /** @description Jobs accepted, per minute. */
            submitted: number[];
            /** @description Attempts started, per minute. */
            started: number[];
            /** @description Jobs completed, per minute. */
            completed: number[];
            /** @description Jobs failed, per minute. */
            failed: number[];
            /** @description Jobs cancelled, per minute. */
            cancelled: number[];
            /** @description Attempts that were followed by another, per minute. */
            retried: number[];
            /** @description Attempts lost with their workers, per minute. */
            lost: number[];
            /** @description Half of the jobs that started waited at most this long, in milliseconds; null for a minute without any. */
            waitP50Ms: (number | null)[];
            /** @description 95 of 100 jobs that started waited at most this long, in milliseconds; null for a minute without any. */
            waitP95Ms: (number | null)[];
            /** @description Half of the jobs that ended took at most this long, in milliseconds; null for a minute without any. */
            durationP50Ms: (number | null)[];
            /** @description 95 of 100 jobs that ended took at most this long, in milliseconds; null for a minute without any. */
            durationP95Ms: (number | null)[];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * Name
         * @description The name of a job type or of a queue.
         */
        Name: string;
        /**
         * OldestWaiting
         * @description The queued job that waits longest.
         */
        OldestWaiting: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Its queue. */
            queue: components["schemas"]["Name"];
            /** @description Its type. */
            type: components["schemas"]["Name"];
            /** @description Since when it is queued. */
            since: components["schemas"]["Timestamp"];
            /** @description How long that is. */
            waitingMs: number;
        };
        /**
         * Operation
         * @description A bulk operation: what it is to do, and how far it is.
         */
        Operation: {
            /** @description The operation. */
            id: components["schemas"]["Uuid"];
            /** @description What it does. */
            action: components["schemas"]["OperationAction"];
            /** @description To which jobs. */
            filter: components["schemas"]["OperationFilter"];
            /** @description It only counts. */
            dryRun: boolean;
            /** @description Who did it. */
            by: string;
            /** @description Why, in their words. */
            reason?: string;
            /** @description Whether it is at work. */
            status: components["schemas"]["OperationStatus"];
            /** @description Jobs that matched so far. */
            matched: number;
            /** @description Jobs it was done to. */
            done: number;
            /** @description Jobs that matched and had moved on before it came to them. */
            skipped: number;
            /** @description Jobs it could not be done to. */
            failed: number;
            /** @description The share of the jobs it has been through, by their time of submission. */
            progress: number;
            /** @description When it was asked for. */
            startedAt: components["schemas"]["Timestamp"];
            /** @description When it ended; absent while it is running. */
            finishedAt?: components["schemas"]["Timestamp"];
            /** @description When it will have ended, at its pace so far; absent while nobody can say. */
            etaAt?: components["schemas"]["Timestamp"];
            /** @description Who stopped it. */
            cancelRequested?: components["schemas"]["CancelRequested"];
            /** @description The first of the jobs it could not be done to. */
            failures?: {
                /** @description The job. */
                jobId: components["schemas"]["Uuid"];
                /** @description Why: a code of docs/errors.md. */
                code: string;
                /** @description The same in words. */
                detail?: string;
            }[];
        };
        /**
         * OperationAction
         * @description What a bulk operation does to each job: cancel it, make its retry due now, or give a failed one its next life.
         * @enum {string}
         */
        OperationAction: "cancel" | "retry_now" | "redrive";
        /**
         * OperationDetailResponse
         * @description One operation, from the read model.
         */
        OperationDetailResponse: {
            /** @description The operation. */
            operation: components["schemas"]["Operation"];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * OperationFilter
         * @description Which jobs an operation is about: those that match all that is given.
         */
        OperationFilter: {
            /** @description Where they stand. */
            state?: components["schemas"]["JobStatus"];
            /** @description Their type. */
            type?: components["schemas"]["Name"];
            /** @description Their queue. */
            queue?: components["schemas"]["Name"];
            /** @description A tag they carry. */
            tag?: components["schemas"]["Tag"];
            /** @description What the client knows them by. */
            externalRef?: components["schemas"]["ExternalRef"];
            /** @description The code of their last error. */
            errorCode?: string;
            /** @description Submitted at this time or later. */
            submittedAfter?: components["schemas"]["Timestamp"];
            /** @description Submitted before this time. */
            submittedBefore?: components["schemas"]["Timestamp"];
            /** @description These jobs, and no others. */
            ids?: components["schemas"]["Uuid"][];
        };
        /**
         * OperationPageResponse
         * @description A page of operations, latest first, from the read model.
         */
        OperationPageResponse: {
            /** @description The operations of this page. */
            items: components["schemas"]["Operation"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * OperationStatus
         * @description running until it has been through all jobs, or somebody has stopped it.
         * @enum {string}
         */
        OperationStatus: "running" | "finished" | "cancelled";
        /**
         * OverlapPolicy
         * @description What becomes of a tick while the job of the one before has not ended: allow runs both, skip leaves the tick out, cancel_previous cancels the job before.
         * @enum {string}
         */
        OverlapPolicy: "allow" | "skip" | "cancel_previous";
        /**
         * OverviewResponse
         * @description The system at a glance. The totals count since the log began.
         */
        OverviewResponse: {
            /** @description Jobs by status. */
            counts: components["schemas"]["JobCounts"];
            /** @description Jobs accepted. */
            submitted: number;
            /** @description Jobs completed. */
            completed: number;
            /** @description Jobs failed. */
            failed: number;
            /** @description Jobs cancelled. */
            cancelled: number;
            /** @description Attempts that were followed by another. */
            retried: number;
            /** @description Attempts lost with their workers. */
            lost: number;
            /** @description One per queue. */
            queues: {
                /** @description The queue. */
                queue: components["schemas"]["Name"];
                /** @description Jobs of this queue by status. */
                counts: components["schemas"]["JobCounts"];
            }[];
            /**
             * AlertCounts
             * @description Alerts that hold, by severity.
             */
            alerts?: {
                /** @description Critical ones. */
                critical: number;
                /** @description Warnings. */
                warning: number;
                /** @description All others. */
                info: number;
            };
            /** @description What happened lately: in the last minute, five minutes, hour. */
            windows?: {
                /** @description How many minutes. */
                minutes: number;
                /** @description Jobs accepted. */
                submitted: number;
                /** @description Jobs completed. */
                completed: number;
                /** @description Jobs failed. */
                failed: number;
                /** @description Jobs cancelled. */
                cancelled: number;
                /** @description Attempts that were followed by another. */
                retried: number;
                /** @description Attempts lost with their workers. */
                lost: number;
                /** @description Jobs accepted in a second. */
                submittedPerSecond: number;
                /** @description Jobs completed in a second. */
                completedPerSecond: number;
                /** @description The share of the jobs that ended by themselves which completed; absent when none ended. */
                successRate?: number;
                /** @description From queued to started; absent when none started. */
                waitMs?: components["schemas"]["LatencySummary"];
                /** @description From the start to the end of a job; absent when none ended. */
                durationMs?: components["schemas"]["LatencySummary"];
            }[];
            /** @description The queued job that waits longest; absent when none waits. */
            oldestWaiting?: components["schemas"]["OldestWaiting"];
            /** @description How fresh each read model is. */
            projections?: components["schemas"]["Freshness"][];
            /** @description The processes of the platform. */
            services?: components["schemas"]["ServiceInstance"][];
            /** @description The stores and the broker, as the services see them. */
            stores?: components["schemas"]["StoreHealth"][];
            /** @description Alerts that hold, latest first. */
            activeAlerts?: components["schemas"]["Alert"][];
            /** @description Errors of the last hour, most frequent first. */
            topErrors?: components["schemas"]["ErrorGroup"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * Pause
         * @description A pause: when it began, who asked for it, and why.
         */
        Pause: {
            /** @description When it began. */
            at: components["schemas"]["Timestamp"];
            /** @description Who did it. */
            by: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * PerformanceResponse
         * @description How one process does: what an operator looks at before, and after, a profile.
         */
        PerformanceResponse: {
            /** @description The service. */
            service: string;
            /** @description The process. */
            instanceId: string;
            /** @description Its version. */
            version: string;
            /** @description When this was read. */
            at: components["schemas"]["Timestamp"];
            /** @description For how long it runs. */
            uptimeSeconds: number;
            /**
             * EventLoopFigures
             * @description How late the event loop was, over the last one to two minutes.
             */
            eventLoop: {
                /** @description Over how long. */
                overSeconds: number;
                /** @description On average. */
                meanMs: number;
                /** @description Half of the time no later than this. */
                p50Ms: number;
                /** @description 90 % of the time. */
                p90Ms: number;
                /** @description 99 % of the time. */
                p99Ms: number;
                /** @description At the latest. */
                maxMs: number;
                /** @description Share of the time that it was at work, since the process began. */
                utilization: number;
            };
            /** @description Garbage collections since the process began. */
            gc: {
                /**
                 * @description Which.
                 * @enum {string}
                 */
                kind: "minor" | "major" | "incremental" | "weak_callbacks";
                /** @description How many. */
                count: number;
                /** @description How long in all. */
                totalMs: number;
                /** @description How long the longest. */
                maxMs: number;
            }[];
            /**
             * MemoryFigures
             * @description What it holds.
             */
            memory: {
                /** @description Resident. */
                rssBytes: number;
                /** @description In use by JavaScript. */
                heapUsedBytes: number;
                /** @description Held for JavaScript. */
                heapTotalBytes: number;
                /** @description What JavaScript may have. */
                heapLimitBytes: number;
                /** @description Outside of the heap, owned by it. */
                externalBytes: number;
                /** @description Of these, buffers. */
                arrayBuffersBytes: number;
            };
            /**
             * CpuFigures
             * @description CPU time since the process began.
             */
            cpu: {
                /** @description Its own. */
                userSeconds: number;
                /** @description The kernel's. */
                systemSeconds: number;
            };
            /** @description Sizes of the batches it works in, since it began. */
            batches: {
                /** @description The histogram. */
                metric: string;
                /** @description How many batches. */
                count: number;
                /** @description Their size. */
                mean: number;
                /** @description Half of them no larger than this. */
                p50?: number;
                /** @description 90 % of them. */
                p90?: number;
                /** @description 99 % of them. */
                p99?: number;
            }[];
            /** @description The slowest routes of the last minutes, by their slowest request. */
            routes: {
                /** @description Which. */
                name: string;
                /** @description How many. */
                count: number;
                /** @description How long one took. */
                meanMs: number;
                /** @description How long the slowest took. */
                maxMs: number;
                /** @description When the slowest one ended. */
                maxAt: components["schemas"]["Timestamp"];
            }[];
            /** @description The slowest statements and commands to stores of the last minutes, by their slowest. */
            queries: {
                /** @description Which. */
                name: string;
                /** @description How many. */
                count: number;
                /** @description How long one took. */
                meanMs: number;
                /** @description How long the slowest took. */
                maxMs: number;
                /** @description When the slowest one ended. */
                maxAt: components["schemas"]["Timestamp"];
            }[];
        };
        /**
         * PolicyResult
         * @description What a policy says to a job: let it in, refuse it, or let it wait for an approval.
         * @enum {string}
         */
        PolicyResult: "allow" | "deny" | "hold";
        /**
         * PolicyVerdict
         * @description What a policy said to a job, and what it goes by.
         */
        PolicyVerdict: {
            /** @description What it said. */
            result: components["schemas"]["PolicyResult"];
            /** @description The rule that matched first; "default" where none did. */
            ruleId: string;
            /** @description SHA-256 of the file of the policy pack, in hex. */
            packHash: string;
            /** @description Why, in the words of the rule. */
            reason?: string;
        };
        /**
         * Problem
         * @description An error in the form of RFC 9457 (application/problem+json).
         */
        Problem: {
            /**
             * Format: uri-reference
             * @description Names the kind of problem.
             */
            type: string;
            /** @description The kind of problem, for people. */
            title: string;
            /** @description The HTTP status. */
            status: number;
            /** @description This occurrence, for people. */
            detail?: string;
            /**
             * Format: uri-reference
             * @description The request this is about.
             */
            instance?: string;
            /** @description The kind of problem, for programs. */
            code: components["schemas"]["ErrorCode"];
            /** @description To find this request in logs and events. */
            correlationId?: components["schemas"]["CorrelationId"];
            /** @description Every fault of the body, by place. */
            errors?: {
                /** @description JSON pointer into the request body. */
                pointer: string;
                /** @description What is wrong there. */
                message: string;
            }[];
            /** @description Try again after this long; also in the header Retry-After. */
            retryAfterSeconds?: number;
            /** @description The rule that refused it, and the pack that it stands in. */
            policy?: components["schemas"]["PolicyVerdict"];
        };
        /**
         * Producer
         * @description The process that made a message.
         */
        Producer: {
            /** @description Its service name. */
            service: string;
            /** @description This process among its siblings. */
            instanceId: string;
            /** @description Its release. */
            version: string;
        };
        /**
         * ProjectionPageResponse
         * @description All read models.
         */
        ProjectionPageResponse: {
            /** @description The read models, by name. */
            items: components["schemas"]["ProjectionView"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * ProjectionView
         * @description A read model: which generation is served, how fresh it is, and whether another is being built.
         */
        ProjectionView: {
            /** @description The read model and its version. */
            projection: string;
            /** @description The generation that is served; absent before the first is built. */
            generation?: number;
            /** @description Where it is. */
            collection?: string;
            /** @description Since when it is served. */
            switchedAt?: components["schemas"]["Timestamp"];
            /** @description The log position up to which it is true. */
            position?: number;
            /** @description The end of the log as last seen. */
            headPosition?: number;
            /** @description Events that are not in it yet. */
            lagEvents: number;
            /** @description Age of the oldest event that is not in it yet, in milliseconds. */
            lagMs: number;
            /**
             * ProjectionRebuild
             * @description A generation that is being built beside the one that is served.
             */
            rebuild?: {
                /** @description Its number. */
                generation: number;
                /** @description Where it is. */
                collection: string;
                /** @description How far it has come. */
                position: number;
                /** @description How far it has to come. */
                headPosition?: number;
                /** @description The share of the log that it has been through. */
                progress: number;
                /** @description Somebody is at it right now. */
                active: boolean;
                /** @description When it will be done, at its pace so far; absent while nobody can say. */
                etaAt?: components["schemas"]["Timestamp"];
            };
        };
        /**
         * QueueDetailResponse
         * @description One queue, from the read model.
         */
        QueueDetailResponse: {
            /** @description The queue. */
            queue: components["schemas"]["QueueView"];
            /** @description Workers that take from it and are alive. */
            workers: components["schemas"]["WorkerId"][];
            /** @description Job types that these can run. */
            types: components["schemas"]["Name"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * QueuePageResponse
         * @description A page of queues by name, from the read model.
         */
        QueuePageResponse: {
            /** @description The queues of this page. */
            items: components["schemas"]["QueueView"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * QueueView
         * @description A queue as it is right now.
         */
        QueueView: {
            /** @description Its name. */
            name: components["schemas"]["Name"];
            /** @description Its jobs by status. */
            counts: components["schemas"]["JobCounts"];
            /** @description Set while it is paused. */
            paused?: components["schemas"]["Pause"];
            /** @description Jobs of the queue that may run at once; no bound when absent. */
            concurrency?: number;
            /** @description Workers that take from it and are alive. */
            liveWorkers: number;
            /** @description Its job that waits longest; absent when none waits. */
            oldestWaiting?: components["schemas"]["OldestWaiting"];
            /**
             * QueueThroughput
             * @description What happened to its jobs in the last hour.
             */
            lastHour: {
                /** @description Jobs accepted. */
                submitted: number;
                /** @description Jobs completed. */
                completed: number;
                /** @description Jobs failed. */
                failed: number;
            };
        };
        /**
         * Rate
         * @description A rate as a token bucket.
         */
        Rate: {
            /** @description Tokens that come back in a second. */
            perSecond: number;
            /** @description Tokens the bucket holds. */
            burst: number;
        };
        /**
         * ReadinessCheck
         * @description One thing that a service needs.
         */
        ReadinessCheck: {
            /** @description What it is. */
            name: string;
            /** @description Whether it answers. */
            ready: boolean;
            /** @description What is known of it. */
            detail?: string;
        };
        /**
         * ReadyResponse
         * @description Whether the service can do its work.
         */
        ReadyResponse: {
            /**
             * @description ok when every check is ready.
             * @enum {string}
             */
            status: "ok" | "unavailable";
            /** @description What it needs. */
            checks: components["schemas"]["ReadinessCheck"][];
        };
        /**
         * Role
         * @description What a credential is for.
         * @enum {string}
         */
        Role: "viewer" | "submitter" | "operator" | "admin" | "auditor" | "worker" | "service" | "monitor" | "debugger";
        /**
         * RunbookPageResponse
         * @description All runbooks.
         */
        RunbookPageResponse: {
            /** @description The alerts that have one, by name. */
            items: string[];
        };
        /**
         * RunbookResponse
         * @description What to do when an alert fires.
         */
        RunbookResponse: {
            /** @description The name of the alert. */
            alert: string;
            /** @description The runbook. */
            markdown: string;
        };
        /**
         * Schedule
         * @description A job that is submitted again and again, by the clock.
         */
        Schedule: {
            /** @description The schedule; also the stream of its events. */
            id: components["schemas"]["Uuid"];
            /** @description Its name; no other schedule of the tenant has it. */
            name: components["schemas"]["Name"];
            /** @description Whose it is. */
            tenantId: components["schemas"]["TenantId"];
            /** @description When it ticks. */
            cron: components["schemas"]["CronExpression"];
            /** @description Where the clock hangs that cron is read on. */
            timeZone: components["schemas"]["TimeZone"];
            /** @description What each tick submits. */
            job: components["schemas"]["ScheduleJob"];
            /** @description What becomes of missed ticks. */
            catchUp: components["schemas"]["CatchUpPolicy"];
            /** @description The most jobs that missed ticks become under catchUp all. */
            catchUpLimit: number;
            /** @description What becomes of a tick while the job before has not ended. */
            overlap: components["schemas"]["OverlapPolicy"];
            /** @description No tick before it. */
            startAt?: components["schemas"]["Timestamp"];
            /** @description No tick after it. */
            endAt?: components["schemas"]["Timestamp"];
            /** @description Whether it ticks. */
            status: components["schemas"]["ScheduleStatus"];
            /** @description When it was made. */
            createdAt: components["schemas"]["Timestamp"];
            /** @description When somebody last changed it. */
            updatedAt: components["schemas"]["Timestamp"];
            /** @description Since when it is paused. */
            pausedAt?: components["schemas"]["Timestamp"];
            /** @description Who paused it. */
            pausedBy?: string;
            /** @description Why it is paused. */
            pauseReason?: string;
            /** @description The next tick; absent while paused and once ended. */
            nextAt?: components["schemas"]["Timestamp"];
            /** @description The last tick of the clock that was decided, fired or skipped. */
            lastTick?: components["schemas"]["Timestamp"];
            /** @description The last tick that became a job. */
            lastFiring?: components["schemas"]["ScheduleFiring"];
            /** @description The last ticks that became none. */
            lastSkip?: components["schemas"]["ScheduleSkip"];
            /** @description Ticks that became jobs so far. */
            fired: number;
            /** @description Ticks that became none so far. */
            skipped: number;
        };
        /**
         * ScheduleDetailResponse
         * @description One schedule, from the read model.
         */
        ScheduleDetailResponse: {
            /** @description The schedule. */
            schedule: components["schemas"]["Schedule"];
            /** @description The last jobs that it submitted, latest first. */
            recentJobs?: components["schemas"]["JobSummary"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * ScheduleFiring
         * @description A tick that became a job.
         */
        ScheduleFiring: {
            /** @description The instant it stands for. */
            tick: components["schemas"]["Timestamp"];
            /** @description What set it off. */
            trigger: components["schemas"]["ScheduleTrigger"];
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description When the job was submitted. */
            firedAt: components["schemas"]["Timestamp"];
        };
        /**
         * ScheduleJob
         * @description The job that a schedule submits at each tick.
         */
        ScheduleJob: {
            /** @description Which handler runs it. */
            type: components["schemas"]["Name"];
            /** @description The input of the handler; {} when absent. */
            payload?: components["schemas"]["JsonObject"];
            /** @description The queue it waits in; as with any job when absent. */
            queue?: components["schemas"]["Name"];
            /** @description Its class within the queue; normal when absent. */
            priority?: components["schemas"]["JobPriority"];
            /** @description Attempts it may fail before it is FAILED. */
            maxAttempts?: number;
            /** @description When failed attempts are tried again. */
            retry?: components["schemas"]["JobRetry"];
            /** @description Milliseconds an attempt may take; then its signal fires and it is closed as timed_out. */
            timeoutMs?: number;
            /** @description Words that it is found by. */
            tags?: components["schemas"]["Tag"][];
        };
        /**
         * SchedulePageResponse
         * @description A page of schedules by name, from the read model.
         */
        SchedulePageResponse: {
            /** @description The schedules of this page. */
            items: components["schemas"]["Schedule"][];
            /** @description Give it to ?after= to get the next page; absent on the last. */
            nextAfter?: components["schemas"]["Name"];
            /** @description Of the schedules of this page the job that each submitted last, and what became of it; found by its scheduleId. */
            lastJobs?: components["schemas"]["JobSummary"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * ScheduleSkip
         * @description Ticks that became no job.
         */
        ScheduleSkip: {
            /** @description The last of them. */
            tick: components["schemas"]["Timestamp"];
            /** @description How many; counted up to 1000. */
            count: number;
            /** @description Why. */
            reason: components["schemas"]["ScheduleSkipReason"];
            /** @description The reason in words. */
            detail?: string;
            /** @description When that was decided. */
            skippedAt: components["schemas"]["Timestamp"];
        };
        /**
         * ScheduleSkipReason
         * @description Why a tick has no job: missed while nobody ran the schedule, the job before it had not ended, or the job was refused.
         * @enum {string}
         */
        ScheduleSkipReason: "missed" | "overlap" | "refused";
        /**
         * ScheduleStatus
         * @description active has a next tick, paused waits to be resumed, ended has no tick any more.
         * @enum {string}
         */
        ScheduleStatus: "active" | "paused" | "ended";
        /**
         * ScheduleTrigger
         * @description cron: the tick was due; manual: somebody asked for it.
         * @enum {string}
         */
        ScheduleTrigger: "cron" | "manual";
        /**
         * SecurityCategory
         * @description What a security event is about: a credential that is none; a right that was missing; something shown twice that counts once; the things of another tenant; more than is allowed in a time; a credential that was taken back; a setting.
         * @enum {string}
         */
        SecurityCategory: "authentication_failed" | "authorisation_denied" | "replay" | "cross_tenant_attempt" | "rate_limited" | "key_revoked" | "configuration";
        /**
         * SemVer
         * @description A semantic version without pre-release or build parts.
         */
        SemVer: string;
        /**
         * ServiceInstance
         * @description One process of the platform, as it told of itself last.
         */
        ServiceInstance: {
            /** @description Which service. */
            service: string;
            /** @description This process among its siblings. */
            instanceId: string;
            /** @description Its release. */
            version: string;
            /** @description When it started. */
            startedAt: components["schemas"]["Timestamp"];
            /** @description When it told of itself last. */
            seenAt: components["schemas"]["Timestamp"];
            /** @description Whether all it needs is there. */
            ready: boolean;
            /** @description What it needs. */
            checks: components["schemas"]["ReadinessCheck"][];
        };
        /**
         * ServicePageResponse
         * @description The processes of the platform, and the stores as they see them.
         */
        ServicePageResponse: {
            /** @description The processes, by service. */
            items: components["schemas"]["ServiceInstance"][];
            /** @description The stores and the broker. */
            stores: components["schemas"]["StoreHealth"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * ServiceStatus
         * @description What a service is and how it is doing.
         */
        ServiceStatus: {
            /** @description Its name. */
            service: string;
            /** @description This process among its siblings. */
            instanceId: string;
            /** @description Its release. */
            version: string;
            /** @description When it started. */
            startedAt: components["schemas"]["Timestamp"];
            /** @description How long it has been up. */
            uptimeSeconds: number;
            /** @description The roles it plays. */
            roles?: string[];
            /** @description What it needs. */
            dependencies: components["schemas"]["ReadinessCheck"][];
            /** @description Facts of this service. */
            details?: components["schemas"]["JsonObject"];
        };
        /**
         * StoreHealth
         * @description A store or broker, as the services that use it see it.
         */
        StoreHealth: {
            /** @description Which. */
            name: string;
            /** @description Whether all of them reach it. */
            ready: boolean;
            /** @description Services that reach it. */
            readyAt: number;
            /** @description Services that use it. */
            askedBy: number;
            /** @description What one says that does not reach it. */
            detail?: string;
        };
        /**
         * StreamPosition
         * @description Where an event stands in the log.
         */
        StreamPosition: {
            /** @description The stream: the id of the job, alert or worker. */
            id: components["schemas"]["Uuid"];
            /** @description Position within the stream, from 1, without gaps. */
            version: number;
            /** @description Position within the whole log, from 1, without gaps. */
            position: number;
            /** @description The life of the log; a restored backup starts another. */
            epoch: components["schemas"]["Uuid"];
        };
        /**
         * Tag
         * @description A word that jobs are found by.
         */
        Tag: string;
        /**
         * TenantId
         * @description The account a job belongs to.
         */
        TenantId: string;
        /**
         * TimeZone
         * @description A zone of the IANA database, such as Europe/Berlin, or UTC.
         */
        TimeZone: string;
        /**
         * TimelineEntry
         * @description One thing that happened to a job.
         */
        TimelineEntry: {
            /** @description Its place in the log. */
            position: number;
            /** @description Its place in the life of the job. */
            version: number;
            /** @description Which event. */
            eventType: string;
            /** @description When. */
            occurredAt: components["schemas"]["Timestamp"];
            /** @description Status of the job after it. */
            status: components["schemas"]["JobStatus"];
            /** @description Number of the attempt it is about. */
            attempt?: number;
            /** @description The worker it is about. */
            workerId?: components["schemas"]["WorkerId"];
            /** @description One sentence for people. */
            summary: string;
            /** @description Facts of this event. */
            details?: components["schemas"]["JsonObject"];
        };
        /**
         * TimelineResponse
         * @description All that happened to one job, in order.
         */
        TimelineResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description First to last. */
            entries: components["schemas"]["TimelineEntry"][];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * Timestamp
         * Format: date-time
         * @description An instant in RFC 3339, always UTC, always with milliseconds: 2026-01-31T23:59:59.123Z.
         */
        Timestamp: string;
        /**
         * Uuid
         * @description A UUID in lower case, as every id in the system is written. New ids are UUIDv7.
         */
        Uuid: string;
        /**
         * WorkerDetailResponse
         * @description One worker, from the read model.
         */
        WorkerDetailResponse: {
            /** @description The worker. */
            worker: components["schemas"]["WorkerView"];
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * WorkerId
         * @description One incarnation of a worker: its instance id, new at every start of the process.
         */
        WorkerId: string;
        /**
         * WorkerPageResponse
         * @description A page of workers, from the read model: those that are there, then those that are gone.
         */
        WorkerPageResponse: {
            /** @description The workers of this page. */
            items: components["schemas"]["WorkerView"][];
            /** @description Give it back as ?cursor= to get the next page; absent on the last. */
            nextCursor?: string;
            /** @description How fresh this answer is. */
            freshness: components["schemas"]["Freshness"];
        };
        /**
         * WorkerView
         * @description A worker: what it is, how it is, and what it runs.
         */
        WorkerView: {
            /** @description The incarnation of the worker. */
            workerId: components["schemas"]["WorkerId"];
            /**
             * @description alive; draining: it ends what it runs and takes no more; paused by an operator; silent: it was not heard of lately; lost: given up by the gateway.
             * @enum {string}
             */
            status: "alive" | "draining" | "paused" | "silent" | "lost";
            /** @description When it started. */
            startedAt?: components["schemas"]["Timestamp"];
            /** @description When it told of itself last. */
            seenAt?: components["schemas"]["Timestamp"];
            /** @description Its release. */
            version?: string;
            /** @description Jobs it runs at once. */
            slots?: number;
            /** @description Slots that are taken. */
            busy?: number;
            /** @description Queues it takes from. */
            queues: components["schemas"]["Name"][];
            /** @description Job types it can run. */
            types: components["schemas"]["Name"][];
            /** @description Set while an operator has it paused. */
            paused?: components["schemas"]["Pause"];
            /** @description When the gateway gave it up. */
            lostAt?: components["schemas"]["Timestamp"];
            /** @description The jobs it runs, longest first. */
            running: {
                /** @description The job. */
                jobId: components["schemas"]["Uuid"];
                /** @description Its type. */
                type: components["schemas"]["Name"];
                /** @description Its queue. */
                queue: components["schemas"]["Name"];
                /** @description Which attempt. */
                attempt: number;
                /** @description Since when. */
                since: components["schemas"]["Timestamp"];
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readConsoleSettings: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ConsoleResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsoleResponse"];
                };
            };
        };
    };
    readPerformance: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the figures of this process */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PerformanceResponse"];
                };
            };
            /**
             * @description `unauthorized`: The request does not say who asks, or not rightly.
             *
             *     `unauthorized`: The request does not say who asks, or not rightly.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    profileCpu: {
        parameters: {
            query?: {
                /** @description how long to sample */
                seconds?: number;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the profile */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `unauthorized`: The request does not say who asks, or not rightly.
             *
             *     `unauthorized`: The request does not say who asks, or not rightly.
             */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `profile_running`: A profile is being taken already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    "readHealth[0]": {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the process answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthResponse"];
                };
            };
        };
    };
    "readHealth[1]": {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the process answers */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthResponse"];
                };
            };
        };
    };
    readMetrics: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the text exposition format */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
        };
    };
    readPlatformPage: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the page */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    readPlatformIcon: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the icon */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "image/svg+xml": string;
                };
            };
        };
    };
    readPlatformStyle: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the style */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/css": string;
                };
            };
        };
    };
    readPlatformScript: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the script */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/javascript": string;
                };
            };
        };
    };
    "readReadiness[0]": {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description every dependency is usable */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyResponse"];
                };
            };
            /** @description some dependency is not usable; the service recovers by itself */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyResponse"];
                };
            };
        };
    };
    "readReadiness[1]": {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description every dependency is usable */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyResponse"];
                };
            };
            /** @description some dependency is not usable; the service recovers by itself */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReadyResponse"];
                };
            };
        };
    };
    listRunbooks: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of links */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
        };
    };
    readRunbook: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the name of an alert */
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the runbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readStatus: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the state of this process */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServiceStatus"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAlerts: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description `firing`: those that hold; `resolved`: those that are over */
                state?: "firing" | "resolved";
                /** @description only alerts of this severity */
                severity?: "critical" | "warning" | "info";
                /** @description only alerts of this category */
                category?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of alerts */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertListResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readAlert: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description Alertmanager's fingerprint of the alert */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description its occurrences */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertHistoryResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAllAttempts: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description only attempts in this state */
                state?: "RUNNING" | "SUCCEEDED" | "FAILED" | "TIMED_OUT" | "LOST" | "CANCELLED";
                /** @description only attempts of this worker */
                worker?: string;
                /** @description only attempts at jobs of this type */
                type?: string;
                /** @description only attempts that met this error */
                fingerprint?: string;
                /** @description only attempts that started at this time or later */
                startedAfter?: string;
                /** @description only attempts that started before this time */
                startedBefore?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of attempts */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptPageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description only what concerns this tenant; for those who run the platform, others see their own anyway */
                tenant?: string;
                /** @description only what this principal did: the id of a key or the subject of a token */
                principal?: string;
                /** @description only this action, such as jobs:cancel or security.replay */
                action?: string;
                /** @description only what ended so */
                verdict?: "accepted" | "refused" | "failed";
                /** @description only security events of this category */
                category?: "authentication_failed" | "authorisation_denied" | "replay" | "cross_tenant_attempt" | "rate_limited" | "key_revoked" | "configuration";
                /** @description only what was recorded at that instant or later */
                since?: string;
                /** @description only what was recorded before that instant */
                until?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of entries */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditListResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The store cannot be reached. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readChain: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description AuditChainResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditChainResponse"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The store cannot be reached. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listContracts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the schemas */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractPageResponse"];
                };
            };
        };
    };
    readContract: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description an event type, such as `job.completed`, or the name of a type, such as `Job` */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the schema */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContractDetailResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listErrors: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description the newest or the most frequent first */
                sort?: "-lastSeen" | "-count";
                /** @description only errors of this job type */
                type?: string;
                /** @description only errors that were last met in this queue */
                queue?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of groups */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorPageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readError: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description names the group */
                fingerprint: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the group */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErrorDetailResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description event types; `job.*` stands for all that begin with `job.` */
                types?: string[];
                /** @description events of these jobs */
                jobId?: string[];
                /** @description events of jobs in this queue */
                queue?: string;
                /** @description events of jobs of this type */
                type?: string;
                /** @description events with this correlation id */
                correlationId?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of events */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlows: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of flows */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowPageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listIncidents: {
        parameters: {
            query?: {
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description only what concerns this tenant; for those who run the platform, others see their own anyway */
                tenant?: string;
                /** @description `open`: those that go on; `over`: those that are over */
                state?: "open" | "over";
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of incidents */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IncidentListResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `store_unavailable`: The store cannot be reached. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobTypes: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of job types */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobTypePageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readJobType: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the job type */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobTypeDetailResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
                /** @description only jobs that were submitted at this time or later */
                submittedAfter?: string;
                /** @description only jobs that were submitted before this time */
                submittedBefore?: string;
                /** @description only jobs that ended at this time or later */
                finishedAfter?: string;
                /** @description only jobs that ended before this time */
                finishedBefore?: string;
                /** @description only jobs that have ended and whose last attempt took at least this long */
                minDurationMs?: number;
                /** @description only jobs that have ended and whose last attempt took at most this long */
                maxDurationMs?: number;
                /** @description only jobs that were tried at least this often */
                minAttempts?: number;
                /** @description only jobs in this state; given several times, in one of them */
                state?: ("HELD" | "WAITING" | "SCHEDULED" | "QUEUED" | "RUNNING" | "RETRYING" | "COMPLETED" | "FAILED" | "CANCELLED")[];
                /** @description only jobs of this type */
                type?: string;
                /** @description only jobs of this queue */
                queue?: string;
                /** @description only jobs of this priority */
                priority?: "high" | "normal" | "low";
                /** @description only jobs with this tag; given several times, with all of them */
                tag?: string[];
                /** @description only jobs that the client knows by this reference */
                externalRef?: string;
                /** @description only the next life of this job */
                redrivenFrom?: string;
                /** @description only jobs of this schedule */
                scheduleId?: string;
                /** @description only jobs that wait, or waited, for this job */
                parent?: string;
                /** @description only jobs of which this worker ran an attempt */
                worker?: string;
                /** @description only jobs that met this error */
                fingerprint?: string;
                /** @description only jobs that this rule of the policy concerned: those that it held, with state HELD */
                rule?: string;
                /** @description only jobs that were submitted with this purpose */
                purpose?: string;
                /** @description only jobs that were tried in vain and have not ended */
                failing?: "true";
                /** @description only jobs whose id, a tag or whose reference begins with this, or that met an error whose code or message contains it */
                q?: string;
                /** @description the order; by `finishedAt`, only jobs that have ended; by `durationMs`, only those that took at least a second */
                sort?: "-submittedAt" | "submittedAt" | "-finishedAt" | "finishedAt" | "-durationMs";
                /** @description only these of the fields that need not be there, separated by commas: idempotencyKey, queuedAt, startedAt, finishedAt, durationMs, runAt, error, cancelRequested, tags, externalRef, deadlineAt, redrivenFrom, redrivenTo, scheduleId, dedupeKey, workerId, fingerprint */
                fields?: string;
                /** @description also how many jobs match, counted up to a bound */
                count?: "true";
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of jobs */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobListResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportJobs: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description only jobs that were submitted at this time or later */
                submittedAfter?: string;
                /** @description only jobs that were submitted before this time */
                submittedBefore?: string;
                /** @description only jobs that ended at this time or later */
                finishedAfter?: string;
                /** @description only jobs that ended before this time */
                finishedBefore?: string;
                /** @description only jobs that have ended and whose last attempt took at least this long */
                minDurationMs?: number;
                /** @description only jobs that have ended and whose last attempt took at most this long */
                maxDurationMs?: number;
                /** @description only jobs that were tried at least this often */
                minAttempts?: number;
                /** @description only jobs in this state; given several times, in one of them */
                state?: ("HELD" | "WAITING" | "SCHEDULED" | "QUEUED" | "RUNNING" | "RETRYING" | "COMPLETED" | "FAILED" | "CANCELLED")[];
                /** @description only jobs of this type */
                type?: string;
                /** @description only jobs of this queue */
                queue?: string;
                /** @description only jobs of this priority */
                priority?: "high" | "normal" | "low";
                /** @description only jobs with this tag; given several times, with all of them */
                tag?: string[];
                /** @description only jobs that the client knows by this reference */
                externalRef?: string;
                /** @description only the next life of this job */
                redrivenFrom?: string;
                /** @description only jobs of this schedule */
                scheduleId?: string;
                /** @description only jobs that wait, or waited, for this job */
                parent?: string;
                /** @description only jobs of which this worker ran an attempt */
                worker?: string;
                /** @description only jobs that met this error */
                fingerprint?: string;
                /** @description only jobs that this rule of the policy concerned: those that it held, with state HELD */
                rule?: string;
                /** @description only jobs that were submitted with this purpose */
                purpose?: string;
                /** @description only jobs that were tried in vain and have not ended */
                failing?: "true";
                /** @description only jobs whose id, a tag or whose reference begins with this, or that met an error whose code or message contains it */
                q?: string;
                /** @description a JSON object a line, or comma-separated values */
                format?: "ndjson" | "csv";
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a job a line */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv": string;
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suggest: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description what is being typed */
                field?: "tag" | "type" | "queue" | "worker";
                /** @description what has been typed */
                prefix?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description at most 20 values, in order */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobSuggestionsResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readJob: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description as it was then: a position of the log, or an RFC 3339 time */
                asOf?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the job */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobDetailResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAttempts: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the attempts */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobAttemptsResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readLogs: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description only lines that are at least this serious */
                level?: "debug" | "info" | "warn" | "error";
                /** @description only lines after this one: `nextAfter` of the page before, or the last line that was read, to follow a running attempt */
                after?: number;
                /** @description lines per page */
                limit?: number;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                number: number;
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of lines */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptLogsResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readJobEvents: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description events per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the events */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobEventsResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readFlow: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the flow */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobFlowResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readLineage: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the lineage */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobLineageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readTimeline: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the life of the job */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimelineResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWhy: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the reason */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobWhyResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLimits: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of limits */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitPageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSeries: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description how many minutes back, the one that has just begun included */
                minutes?: number;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the columns */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MetricsSeriesResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listOperations: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of operations */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationPageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOperation: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                id: unknown;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the operation */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationDetailResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readOverview: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the overview */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OverviewResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProjections: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the read models */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProjectionPageResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listQueues: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of queues */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuePageResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readQueue: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the queue */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueDetailResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRunbookTexts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description their names */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookPageResponse"];
                };
            };
        };
    };
    readRunbookText: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the name of an alert */
                alert: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the runbook */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunbookResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description only schedules in this state */
                status?: "active" | "paused" | "ended";
                /** @description `nextAfter` of the page before */
                after?: string;
                /** @description schedules per page */
                limit?: number;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of schedules */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SchedulePageResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readSchedule: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the schedule's name, or its id */
                schedule: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the schedule */
            200: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetailResponse"];
                };
            };
            /** @description what `If-None-Match` names still holds; the headers say for which position */
            304: {
                headers: {
                    /** @description names what the answer says, whatever its freshness */
                    ETag?: string;
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listServices: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the processes */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ServicePageResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openStream: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description event types; `job.*` stands for all that begin with `job.` */
                types?: string[];
                /** @description events of these jobs */
                jobId?: string[];
                /** @description events of jobs in this queue */
                queue?: string;
                /** @description events of jobs of this type */
                type?: string;
                /** @description events with this correlation id */
                correlationId?: string;
                /** @description go on after this position, as Last-Event-ID does */
                after?: number;
                /** @description `changes`: at most four frames a second, each with the jobs that changed, once, as they are now */
                mode?: "events" | "changes";
            };
            header?: {
                /** @description the position after which to go on */
                "Last-Event-ID"?: string;
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_streams`: Too many streams are open. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWorkers: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
                /** @description items per page */
                limit?: number;
                /** @description `nextCursor` of the page before */
                cursor?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page of workers */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerPageResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. `invalid_cursor`: The cursor is not one that this service gave out. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readWorker: {
        parameters: {
            query?: {
                /** @description wait up to 5 s until the answer includes this log position; a submission answers with one */
                atLeast?: number;
                /** @description only what belongs to this tenant; members of the tenant that runs the platform may name any, everybody else sees their own and no other */
                tenant?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the incarnation of the worker */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the worker */
            200: {
                headers: {
                    /** @description the log position up to which the answer is true */
                    "X-Position"?: number;
                    /** @description age of the oldest event that is missing, in milliseconds */
                    "X-Lag-Ms"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerDetailResponse"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: The request does not say who asks, or not rightly. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: The caller may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_found`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `at_least_timeout`: The read model has not reached the position yet. `store_unavailable`: The store cannot be reached. `not_ready`: The service is starting or stopping. */
            503: {
                headers: {
                    /** @description seconds to wait before the next try */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
