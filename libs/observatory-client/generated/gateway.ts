// Written by npm run openapi:generate from apps/gateway/openapi.json. Do not edit.

export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The public keys of the tokens
         * @description The next key stands here before it signs, and one that signs no more until the last of its tokens has ended.
         */
        get: operations["readKeys"];
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
    "/v1/alerts/webhook": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take alerts from Alertmanager
         * @description The receiver of Alertmanager's webhook, version 4, up to 1,000 alerts and 4 MiB. The answer is sent when all of it is committed: each occurrence of an alert (fingerprint and `startsAt`) is one `alert.fired` and one `alert.resolved` in the log, however often and in whatever order it is told of, through however many gateways. Asks for a bearer token where `GATEWAY_ALERT_WEBHOOK_TOKEN` is set.
         */
        post: operations["receiveAlerts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/alerts/{fingerprint}/acknowledge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Acknowledge an alert
         * @description Says that somebody is on it: a critical alert is escalated otherwise. The first acknowledgement of an occurrence stays; repeating it changes nothing.
         */
        post: operations["acknowledgeAlert"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the audit trail as it stands in the store
         * @description For the aggregator, which copies it; people read it at the observatory. Places have no gaps: read on with the place and the hash of the last entry.
         */
        get: operations["readFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign in
         * @description Answers an access token of 15 minutes and a refresh token. With the header `X-Observatory-Console` the refresh token is set as a cookie (`HttpOnly`, `Secure`, `SameSite=Strict`) and does not stand in the body.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign out
         * @description Ends the session of the refresh token. Its access tokens are refused everywhere within 5 seconds.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Go on with a session
         * @description Uses a refresh token up and answers the next one. One that was used before ends its session, unless it comes again within 10 seconds: then the answer was lost, and is the same. With `tenant` the access token is good in another tenant that the user is a member of.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/auth/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Have another key sign the tokens
         * @description A minute from now, when everybody knows it. Nobody has to sign in again.
         */
        post: operations["rotateSigningKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/data-keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A data key, wrapped
         * @description For workers, which open the payloads that they run. It is of use only to who has the key of the configuration that wrapped it.
         */
        get: operations["readKey"];
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
        /**
         * Read the log
         * @description Envelopes in log order, one per line, exactly as they were published. Positions have no gaps: read on with the position of the last line. A reader that meets another epoch than before starts again from 0. A tenant reads the events of its own jobs, schedules and operations: between them are those of others, so it reads on with `X-Log-Reached`.
         */
        get: operations["events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/governance/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The policy pack in force
         * @description What this gateway goes by, with the hash of its file. Rules are changed in the file alone.
         */
        get: operations["policy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/governance/reload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read the policy file anew
         * @description Every gateway reads its file, within a second. A file that cannot be used, or is not the one that its .sha256 names, changes nothing: the pack before goes on to hold. Once this is answered, no start is granted by the pack before.
         */
        post: operations["reload"];
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
         * The defined job types
         * @description A type need not be defined to be run: this lists those that are.
         */
        get: operations["listAtV1JobTypes"];
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
        get: operations["getAtV1JobTypesName"];
        /**
         * Define a job type
         * @description Takes the place of an earlier definition as a whole, but for a pause. The payload schema is JSON Schema 2020-12 with bounds: see docs/job-semantics.md. A gateway knows of a new definition within a second, the one that was asked at once. Jobs that were accepted before keep what they have.
         */
        put: operations["put"];
        post?: never;
        /**
         * Delete the definition of a job type
         * @description Its jobs run on; a pause ends with it.
         */
        delete: operations["delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/job-types/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a job type
         * @description As pausing a queue, for the jobs of one type. A type that is not defined is defined by this, with nothing but the pause.
         */
        post: operations["pauseAtV1JobTypesNamePause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/job-types/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a job type */
        post: operations["resumeAtV1JobTypesNameResume"];
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
        get?: never;
        put?: never;
        /**
         * Submit a job
         * @description The job is committed when this answers 202, and not before. With an idempotency key, the same request gives the same job again. Instead of a credential, a ticket may be shown (`Authorization: Ticket …`, see `POST /v1/tickets`).
         */
        post: operations["submit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Submit up to 5,000 jobs
         * @description Each job is accepted or rejected for itself; `items` says which, in the order given. An idempotency key is given per job. As `application/x-ndjson` the body has one SubmitJobRequest per line, at most 16 MiB: a line that cannot be read is rejected with its number (`line`), and the others are taken. A client that accepts `application/x-ndjson` gets one item per line.
         */
        post: operations["submitAll"];
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
         * One job
         * @description As it is now, from the authoritative store; or as it was after so many of its events (`asOfVersion`) or at a moment (`asOfTime`), folded from the log. For lists, timelines and counts ask the observatory.
         */
        get: operations["get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a job go on that is held
         * @description A job that a rule of the policy holds goes on: to the jobs that it waits for, to its time, or to its queue. Who submitted it cannot approve it. The approval answers the rule that held it; another rule may hold it again before it starts.
         */
        post: operations["approve"];
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
        /**
         * The attempts of a job
         * @description The first first; lost ones included, with their cause.
         */
        get: operations["list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description A job that nobody runs is CANCELLED at once and for good. One that runs is asked to stop, and is CANCELLED when its worker has stopped it; if it completes first, it has COMPLETED. A job that has ended stays as it is.
         */
        post: operations["cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/redrive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a failed job its next life
         * @description Submits a new job like the failed one, corrected where the body says so, and notes each in the other: `redrivenFrom`, `redrivenTo`. The failed job stays as it ended. There is one next life: a repeated redrive names the same job (`duplicate`), whatever its body. Failed jobs are listed by the observatory: `/v1/jobs?state=FAILED`.
         */
        post: operations["redrive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/reject": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a job that is held
         * @description The job is CANCELLED for good, with the cause `rejected`.
         */
        post: operations["reject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/reveal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Read what is sealed of a job
         * @description Its payload, its result and the given lines of its logs, opened. Who reads what, and why, is kept in the audit trail.
         */
        post: operations["reveal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{id}/run-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Queue a job now that waits for its time
         * @description A SCHEDULED job, or one that is RETRYING, is queued at once. One that is QUEUED or RUNNING already stays as it is. Pauses and limits hold for it as for any other.
         */
        post: operations["runNow"];
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
         * @description One reason, in the order in which a grant asks: ended, running, waiting for its parents or its time, paused, limited, without a worker, in line. With the facts it rests on, and the events that show it.
         */
        get: operations["why"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The API keys of the tenant
         * @description Revoked and expired ones among them. What proves a key is not kept.
         */
        get: operations["listKeys"];
        put?: never;
        /**
         * Make an API key
         * @description For the caller's own tenant, with roles that may do no more than the caller may. The answer is the only place where the key ever stands.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description It is refused everywhere within 5 seconds. The row stays, so that it can be told whose it was.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{key}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a new key in the place of one
         * @description With its roles and its end. The key before holds for `graceSeconds` more.
         */
        post: operations["rotateKey"];
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
        /** The limits */
        get: operations["listAtV1Limits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/limits/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One limit */
        get: operations["getAtV1LimitsName"];
        /**
         * Set a limit
         * @description A bound on how many jobs run at once (`concurrency`), on how often they start (`rate`, a token bucket), or both; for each value of a key (`keyBy`: the tenant, or a field of the payload), or as a whole; of one `tenant`, `queue` or `type` alone where that is given. It holds over all gateways and workers. Jobs that lack the field share one key. Jobs that run already run on, even if they are more.
         */
        put: operations["putAtV1LimitsName"];
        post?: never;
        /**
         * Remove a limit
         * @description The jobs it held back go to the workers again.
         */
        delete: operations["removeAtV1LimitsName"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The head of the log
         * @description Cheap: for readers that want to know whether they are behind.
         */
        get: operations["head"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who the caller is
         * @description The tenant, the roles and what they allow, as the store has them now. The observatory asks this on behalf of its callers.
         */
        get: operations["readCaller"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the own password
         * @description For people who have signed in. Every other session of theirs ends within 5 seconds; this one goes on.
         */
        post: operations["changePassword"];
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
         * Bulk operations
         * @description The newest first, those at work and those that have ended.
         */
        get: operations["listAtV1Operations"];
        put?: never;
        /**
         * Cancel, retry or redrive all jobs that match
         * @description Goes through all jobs that were submitted before it, by id, and does the action to each that matches when its page is read: a job that comes to match only afterwards is not met again. `retry_now` queues RETRYING jobs at once (SCHEDULED ones when `filter.state` says so). With `dryRun` it only counts. It runs in the background and goes on where it was when its gateway dies; each job is counted once.
         */
        post: operations["start"];
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
        /**
         * One bulk operation
         * @description What it is to do, and how far it is.
         */
        get: operations["getAtV1OperationsId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/operations/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stop a bulk operation
         * @description It ends after the jobs it has in hand; what it has done stays done. One that has ended stays as it is.
         */
        post: operations["cancelAtV1OperationsIdCancel"];
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
        /**
         * The job queues
         * @description Those that jobs were ever submitted to, with what is set for them.
         */
        get: operations["listAtV1Queues"];
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
        /** One job queue */
        get: operations["getAtV1QueuesName"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{name}/concurrency": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Bound how many jobs of a queue run at once
         * @description Holds over all workers and gateways. Jobs that run already run on, even if they are more.
         */
        put: operations["setConcurrency"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{name}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a queue
         * @description Once this has answered, no job of the queue is granted to a worker, by any gateway; a grant that was under way may still start within 2 seconds. Running jobs run on, and jobs are accepted as before.
         */
        post: operations["pauseAtV1QueuesNamePause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/queues/{name}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a queue
         * @description The jobs that were held back go to the workers again, by priority and age.
         */
        post: operations["resumeAtV1QueuesNameResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The quota of the caller's own tenant, and what it has open */
        get: operations["own"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The quotas of tenants, and what they have open */
        get: operations["listAtV1Quotas"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/quotas/{tenant}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set the quota of a tenant
         * @description Bounds how many jobs of the tenant may be open (accepted and not ended) and how many bytes their payloads may have together. A submission beyond it is refused with 429 `quota_exceeded`, whichever gateway it comes to; what is open already stays. The first quota of a tenant counts what it has open, and submissions wait meanwhile. What of a tenant runs at once is bounded by a limit with its `tenant` and `concurrency`.
         */
        put: operations["set"];
        post?: never;
        /** Remove the quota of a tenant */
        delete: operations["removeAtV1QuotasTenant"];
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
        /**
         * Schedules by name
         * @description As they are now, from the authoritative store.
         */
        get: operations["listAtV1Schedules"];
        put?: never;
        /**
         * Make a schedule
         * @description A job is submitted at each tick of the cron expression, read in the time zone given; each tick is one job, however many gateways there are. `docs/schedules.md` says what happens where the clocks change, after a downtime, and when the job before has not ended.
         */
        post: operations["createAtV1Schedules"];
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
        /**
         * One schedule
         * @description By its name or its id.
         */
        get: operations["getAtV1SchedulesSchedule"];
        /**
         * Replace a schedule
         * @description What is absent gets its default. New times count from now on: what was due by the old ones and has not fired is forgotten.
         */
        put: operations["replace"];
        post?: never;
        /**
         * Delete a schedule
         * @description Answers the schedule as it was last. Its jobs stay, those that have not ended included.
         */
        delete: operations["remove"];
        options?: never;
        head?: never;
        /**
         * Change a schedule
         * @description What is absent stays; null takes a bound away; the job is replaced as a whole.
         */
        patch: operations["change"];
        trace?: never;
    };
    "/v1/schedules/{schedule}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a schedule
         * @description Nothing that is due after the answer fires. Its jobs go on.
         */
        post: operations["pause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{schedule}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a schedule
         * @description It goes on with the next tick from now; what was due while it was paused is not caught up with.
         */
        post: operations["resume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{schedule}/trigger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a schedule now
         * @description A tick beside the clock, paused or not, under the overlap policy. The job is committed when this answers 202.
         */
        post: operations["trigger"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{subject}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Erase a person
         * @description Destroys the key that opens what is sealed about the person: in the log, in read models, in queues and in backups at once. It cannot be undone.
         */
        delete: operations["eraseSubject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{subject}/consents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a person has said about the use of their data
         * @description By purpose. A purpose that is not listed is one that the person has said nothing about.
         */
        get: operations["listConsents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{subject}/consents/{purpose}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Record that a person consents to a purpose, or opts out of it
         * @description From its answer on, no job of a type with that `x-purpose` is accepted for a person who has opted out (403 `opted_out`): not from a schedule, and not by a redrive. What was accepted before goes on; cancel it where it must not.
         */
        put: operations["putConsent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/subjects/{subject}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Everything about a person
         * @description The jobs of the caller's tenant whose payloads name the person in the field marked `x-subject`, one per line, with what is sealed in them opened.
         */
        post: operations["exportSubject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who of other tenants may act in a tenant */
        get: operations["listMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tenants/{tenant}/members/{home}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Let a user of one tenant act in another
         * @description With roles of their own there, that may do no more than the caller may. The user signs in at home and asks for a token of the other tenant (`tenant` of `POST /v1/auth/refresh`); other roles hold within 5 seconds.
         */
        put: operations["putMember"];
        post?: never;
        /**
         * Let a user act in another tenant no more
         * @description Tokens of that tenant are refused everywhere within 5 seconds; the session at home goes on.
         */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a ticket for one submission
         * @description Whoever holds the ticket may submit that one body, once, until it expires, for the caller's tenant: `POST /v1/jobs` with `Authorization: Ticket TICKET` and no other credential. A submission that fails leaves the ticket good; one that was accepted uses it up, and showing it again is answered 409 `ticket_replayed` with the job that it was used for.
         */
        post: operations["create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The users of the tenant */
        get: operations["listUsers"];
        put?: never;
        /**
         * Make a user
         * @description In the caller's own tenant, with roles that may do no more than the caller may.
         */
        post: operations["createUser"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/users/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Roles hold within 5 seconds. Another password and being disabled end the sessions of the user.
         */
        patch: operations["changeUser"];
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
         * The workers
         * @description Those that announced themselves within the last hour; `live` are those of the last 15 seconds.
         */
        get: operations["listAtV1Workers"];
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
        /** One worker */
        get: operations["getAtV1WorkersId"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workers/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a worker
         * @description Once this has answered, the worker is granted nothing; what it runs it runs to its end, what it has not started it hands back to the others.
         */
        post: operations["pauseAtV1WorkersIdPause"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/workers/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Resume a worker */
        post: operations["resumeAtV1WorkersIdResume"];
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
         * AcknowledgeAlertRequest
         * @description Somebody is on an alert.
         */
        AcknowledgeAlertRequest: {
            /** @description Who; "api" when absent. */
            by?: string;
            /** @description What they have to say about it. */
            note?: string;
        };
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
         * AlertResponse
         * @description An alert as it is now.
         */
        AlertResponse: {
            /** @description The alert. */
            alert: components["schemas"]["Alert"];
            /** @description Log position at which it stands so, or a later one. */
            position: number;
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
         * AlertWebhookRequest
         * @description What Alertmanager's webhook posts (its version 4). Fields that are not listed are ignored; texts that are too long for an alert are cut.
         */
        AlertWebhookRequest: {
            /**
             * @description The webhook's version.
             * @constant
             */
            version: "4";
            /** @description Name of the receiver in the configuration of Alertmanager. */
            receiver?: string;
            /** @description Of the group: firing while any of it is. */
            status?: string;
            /** @description Names the group. */
            groupKey?: string;
            /** @description Alerts of the group that are left out here. */
            truncatedAlerts?: number;
            /** @description What the group was made by. */
            groupLabels?: {
                [key: string]: string;
            };
            /** @description What all of it have. */
            commonLabels?: {
                [key: string]: string;
            };
            /** @description What all of it have. */
            commonAnnotations?: {
                [key: string]: string;
            };
            /** @description Where Alertmanager is. */
            externalURL?: string;
            /** @description The alerts of the group. */
            alerts: {
                /**
                 * @description Whether it holds.
                 * @enum {string}
                 */
                status: "firing" | "resolved";
                /** @description Its labels; `alertname`, `severity`, `category` and `service` say what it is. */
                labels: {
                    [key: string]: string;
                };
                /** @description `summary`, `description` and `runbook_url` are for people. */
                annotations?: {
                    [key: string]: string;
                };
                /** @description Since when it holds, RFC 3339. */
                startsAt: string;
                /** @description When it ended, RFC 3339; of no account while it holds. */
                endsAt?: string;
                /** @description Where its expression can be looked at. */
                generatorURL?: string;
                /** @description The same for the same labels. */
                fingerprint: string;
            }[];
        };
        /**
         * AlertWebhookResponse
         * @description What became of the alerts of a webhook call; all of it is committed.
         */
        AlertWebhookResponse: {
            /** @description Alerts that hold since then. */
            fired: number;
            /** @description Alerts about which nothing new was said. */
            repeated: number;
            /** @description Alerts that are over. */
            resolved: number;
            /** @description Alerts that cannot be taken: no name, no time, or one in the future. */
            refused: number;
            /** @description Log position that includes all of it. */
            position: number;
        };
        /**
         * ApiKey
         * @description An API key as people may see it: everything but what proves it.
         */
        ApiKey: {
            /** @description The id of the key; no secret. */
            id: string;
            tenantId: components["schemas"]["TenantId"];
            /** @description What people call the key. */
            name: string;
            /** @description What it may do follows from these; see docs/permissions.md. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description Who made it. */
            createdBy: string;
            /**
             * Format: date-time
             * @description From then on it is refused; absent where it has no end.
             */
            expiresAt?: string;
            /**
             * Format: date-time
             * @description From then on it is refused.
             */
            revokedAt?: string;
        };
        /**
         * ApiKeyListResponse
         * @description The keys of the tenant.
         */
        ApiKeyListResponse: {
            /** @description By id, revoked and expired ones among them. */
            items: components["schemas"]["ApiKey"][];
            /** @description Give it as ?after= for the next page; absent on the last. */
            nextCursor?: string;
        };
        /**
         * ApiKeyResponse
         * @description One key.
         */
        ApiKeyResponse: {
            apiKey: components["schemas"]["ApiKey"];
        };
        /**
         * ApproveJobRequest
         * @description Asks to let a job go on that is held.
         */
        ApproveJobRequest: {
            /** @description Who approves; the caller when absent. */
            by?: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * AttemptListResponse
         * @description The attempts at one job, first to last.
         */
        AttemptListResponse: {
            /** @description The attempts. */
            items: components["schemas"]["JobAttempt"][];
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
         * AuditFeedResponse
         * @description A page of the audit trail as it stands in the store, for those who copy it.
         */
        AuditFeedResponse: {
            /** @description The entries after the one that was asked for, in order. */
            items: components["schemas"]["AuditEntry"][];
            /** @description The trail is not the one that was read before: its entry at that place has another hash, or there is none. Begin anew. */
            isAnother: boolean;
            /** @description The last head that was signed; absent before the first. */
            head?: components["schemas"]["AuditHead"];
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
         * BulkSubmitRequest
         * @description Many jobs in one request; each stands for itself.
         */
        BulkSubmitRequest: {
            /** @description The jobs. */
            jobs: components["schemas"]["SubmitJobRequest"][];
        };
        /**
         * BulkSubmitResponse
         * @description What became of each job, in the order of the request.
         */
        BulkSubmitResponse: {
            /** @description One per job. */
            items: {
                /** @description Place in the request, from 0. */
                index: number;
                /**
                 * @description What became of it.
                 * @enum {string}
                 */
                status: "accepted" | "duplicate" | "rejected";
                /** @description The job, unless it was rejected. */
                jobId?: components["schemas"]["Uuid"];
                /** @description Log position of the last event of the acceptance. */
                position?: number;
                /** @description Why it was rejected. */
                problem?: components["schemas"]["Problem"];
                /** @description Line of the request, from 1; only of a request in NDJSON. */
                line?: number;
            }[];
            /** @description New jobs. */
            accepted: number;
            /** @description Jobs that existed already. */
            duplicates: number;
            /** @description Refused. */
            rejected: number;
        };
        /**
         * CancelJobRequest
         * @description Asks to cancel a job.
         */
        CancelJobRequest: {
            /** @description Who asks. */
            by?: string;
            /** @description Why. */
            reason?: string;
        };
        /**
         * CancelJobResponse
         * @description What the request to cancel came to: status CANCELLED, or the worker that owns the job has been told.
         */
        CancelJobResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /** @description The log position up to which this is true. */
            position: number;
            /**
             * Format: uri-reference
             * @description Where to look at the job.
             */
            statusUrl: string;
        };
        /**
         * CancelOperationRequest
         * @description Asks to stop a bulk operation.
         */
        CancelOperationRequest: {
            /** @description Who asks. */
            by?: string;
            /** @description Why. */
            reason?: string;
        };
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
         * ChangePasswordRequest
         * @description Another password for whoever asks.
         */
        ChangePasswordRequest: {
            /** @description The password so far. */
            currentPassword: string;
            /** @description At least 12 characters; any. */
            newPassword: string;
        };
        /**
         * Consent
         * @description What a person has said about the use of their data for one purpose.
         */
        Consent: {
            /** @description What for. */
            purpose: components["schemas"]["Name"];
            /** @description Whether it may be. */
            status: components["schemas"]["ConsentStatus"];
            /** @description Since when. */
            at: components["schemas"]["Timestamp"];
            /** @description Who recorded it. */
            by: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * ConsentListResponse
         * @description What a person has said, purpose by purpose.
         */
        ConsentListResponse: {
            /** @description The person, as the platform knows them: a keyed digest, which says nobody's name. */
            subject: string;
            /** @description By purpose. */
            items: components["schemas"]["Consent"][];
        };
        /**
         * ConsentStatus
         * @description Whether a person lets their data be used for a purpose.
         * @enum {string}
         */
        ConsentStatus: "granted" | "withdrawn";
        /**
         * CorrelationId
         * @description Ties together everything that one request caused: visible ASCII without blanks.
         */
        CorrelationId: string;
        /**
         * CreateApiKeyRequest
         * @description A key to be made, for the tenant of whoever asks.
         */
        CreateApiKeyRequest: {
            /** @description What people call the key. */
            name: string;
            /** @description What it may do follows from these; see docs/permissions.md. */
            roles: components["schemas"]["Role"][];
            /** @description Days after which the key is refused; without it, it holds until it is revoked. */
            expiresInDays?: number;
        };
        /**
         * CreateScheduleRequest
         * @description A schedule to be made.
         */
        CreateScheduleRequest: {
            /** @description Its name; no other schedule has it. */
            name: components["schemas"]["Name"];
            /** @description When it ticks. */
            cron: components["schemas"]["CronExpression"];
            /** @description Where the clock hangs that cron is read on; UTC when absent. */
            timeZone?: components["schemas"]["TimeZone"];
            /** @description What each tick submits. */
            job: components["schemas"]["ScheduleJob"];
            /** @description What becomes of missed ticks; once when absent. */
            catchUp?: components["schemas"]["CatchUpPolicy"];
            /** @description The most jobs that missed ticks become under catchUp all; 10 when absent. */
            catchUpLimit?: number;
            /** @description What becomes of a tick while the job before has not ended; allow when absent. */
            overlap?: components["schemas"]["OverlapPolicy"];
            /** @description No tick before it. */
            startAt?: components["schemas"]["Timestamp"];
            /** @description No tick after it. */
            endAt?: components["schemas"]["Timestamp"];
            /** @description Who did it. */
            by?: string;
        };
        /**
         * CreateTicketRequest
         * @description A ticket to be made: a permission to send one request, once.
         */
        CreateTicketRequest: {
            /**
             * @description Method of the request that the ticket is for.
             * @enum {string}
             */
            method: "POST";
            /**
             * @description Path of the request that the ticket is for.
             * @enum {string}
             */
            path: "/v1/jobs";
            /** @description SHA-256 of the body, byte for byte as it will be sent, in lower-case hexadecimal digits. */
            bodySha256: string;
            /** @description Milliseconds for which the ticket is good; the most that the installation allows (MAX_TICKET_TTL_MS) when it is left out. */
            ttlMs?: number;
        };
        /**
         * CreateUserRequest
         * @description A user to be made, in the tenant of whoever asks.
         */
        CreateUserRequest: {
            /** @description The name to sign in with, in lower case; unique in its tenant. */
            name: string;
            /** @description What the user may do follows from these; see docs/permissions.md. */
            roles: components["schemas"]["Role"][];
            /** @description At least 12 characters; any. */
            password: string;
        };
        /**
         * CreatedApiKeyResponse
         * @description A new key. Its text is shown here and never again.
         */
        CreatedApiKeyResponse: {
            /** @description The key, to be sent as Authorization: Bearer KEY. */
            key: string;
            apiKey: components["schemas"]["ApiKey"];
        };
        /**
         * CreatedTicketResponse
         * @description A ticket that was just made. It is kept nowhere.
         */
        CreatedTicketResponse: {
            /** @description The ticket, to be sent as Authorization: Ticket TICKET. */
            ticket: string;
            id: components["schemas"]["Uuid"];
            tenantId: components["schemas"]["TenantId"];
            /**
             * @description Method of the request that the ticket is for.
             * @enum {string}
             */
            method: "POST";
            /**
             * @description Path of the request that the ticket is for.
             * @enum {string}
             */
            path: "/v1/jobs";
            /** @description SHA-256 of the body, byte for byte as it will be sent, in lower-case hexadecimal digits. */
            bodySha256: string;
            issuedAt: components["schemas"]["Timestamp"];
            expiresAt: components["schemas"]["Timestamp"];
        };
        /**
         * CronExpression
         * @description Minute, hour, day of month, month, day of week, and seconds before them where there are six fields. A day of month or a day of week is enough where both are given.
         */
        CronExpression: string;
        /**
         * DataKeyResponse
         * @description A data key, wrapped: only who holds the key of the configuration that wrapped it can use it.
         */
        DataKeyResponse: {
            /** @description Id of the data key. */
            id: string;
            /** @description Which key of the configuration wrapped it. */
            kekId: string;
            /** @description The wrapped key, base64. */
            wrapped: string;
        };
        /**
         * Dedupe
         * @description One job for several submissions.
         */
        Dedupe: {
            /** @description Submissions with the same key are the same. */
            key: string;
            /**
             * @description first (when absent): the first job of the window stands for all. last: debounce; each submission replaces the one before that has not been queued yet, and is queued when the window has passed without another.
             * @enum {string}
             */
            mode?: "first" | "last";
            /** @description Length of the window. */
            windowMs: number;
        };
        /**
         * EraseSubjectResponse
         * @description What the erasure did.
         */
        EraseSubjectResponse: {
            /** @description Whether there was anything to erase. */
            erased: boolean;
            /** @description Id of the data key. */
            keyId?: string;
            /** @description From when on no process has the key in its memory. */
            effectiveAt: components["schemas"]["Timestamp"];
        };
        /**
         * ErrorCode
         * @description The stable code of a refused request. Each is explained in docs/errors.md.
         * @enum {string}
         */
        ErrorCode: "malformed_json" | "unsupported_media_type" | "validation_failed" | "payload_too_large" | "unknown_job_type" | "idempotency_conflict" | "not_found" | "method_not_allowed" | "queue_full" | "too_many_queues" | "schedule_exists" | "too_many_schedules" | "store_unavailable" | "broker_unavailable" | "not_ready" | "at_least_timeout" | "invalid_cursor" | "internal_error" | "job_not_failed" | "opted_out" | "erased" | "sealing_unavailable" | "job_not_scheduled" | "unauthorized" | "alert_resolved" | "profile_running" | "foreign_origin" | "gateway_unavailable" | "too_many_streams" | "forbidden" | "ticket_mismatch" | "ticket_replayed" | "rate_limited" | "limits_unavailable" | "user_exists" | "quota_exceeded" | "policy_denied" | "job_not_held" | "policy_update_failed" | "policy_integrity_check_failed";
        /**
         * ExternalRef
         * @description What the client knows the job by: an order, a document, an URL.
         */
        ExternalRef: string;
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
         * HeldJobResponse
         * @description Where the job stands after it was approved or rejected.
         */
        HeldJobResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /** @description The log position up to which this is true. */
            position: number;
            /**
             * Format: uri-reference
             * @description Where to look at it.
             */
            statusUrl: string;
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
         * JobPriority
         * @description Each priority is a queue of its own; a worker weighs them.
         * @enum {string}
         */
        JobPriority: "high" | "normal" | "low";
        /**
         * JobResponse
         * @description A job.
         */
        JobResponse: components["schemas"]["Job"];
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
         * JobTypeListResponse
         * @description Defined job types.
         */
        JobTypeListResponse: {
            /** @description By name. */
            items: components["schemas"]["JobType"][];
            /** @description Give it as ?after= for the next page; absent on the last. */
            nextCursor?: string;
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
         * JwksResponse
         * @description The public keys of the tokens that the gateway signs, as RFC 7517 has them.
         */
        JwksResponse: {
            /** @description The one that signs, the one that will, and those whose tokens may still be in use. */
            keys: {
                /**
                 * @description Kind of key.
                 * @enum {string}
                 */
                kty: "OKP";
                /**
                 * @description Curve.
                 * @enum {string}
                 */
                crv: "Ed25519";
                /** @description The public key. */
                x: string;
                /** @description Name of the key. */
                kid: string;
                /**
                 * @description Algorithm.
                 * @enum {string}
                 */
                alg: "EdDSA";
                /**
                 * @description What it is for.
                 * @enum {string}
                 */
                use: "sig";
            }[];
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
         * LimitListResponse
         * @description The limits.
         */
        LimitListResponse: {
            /** @description By name. */
            items: components["schemas"]["Limit"][];
            /** @description Give it as ?after= for the next page; absent on the last. */
            nextCursor?: string;
        };
        /**
         * LogHeadResponse
         * @description The end of the log.
         */
        LogHeadResponse: {
            /** @description Position of the last event; 0 when there is none. */
            position: number;
            /** @description The life of the log. */
            epoch: components["schemas"]["Uuid"];
        };
        /**
         * LoginRequest
         * @description Somebody who signs in.
         */
        LoginRequest: {
            tenant?: components["schemas"]["TenantId"];
            /** @description The name of the user. */
            name: string;
            /** @description The password. */
            password: string;
        };
        /**
         * Member
         * @description A user who may act in another tenant than the own one.
         */
        Member: {
            /** @description The user's own tenant, where the user signs in. */
            home: components["schemas"]["TenantId"];
            /** @description The name of the user, in lower case. */
            name: string;
            /** @description Where the user is a member. */
            tenantId: components["schemas"]["TenantId"];
            /** @description What the member may do there follows from these; see docs/permissions.md. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: date-time
             * @description When the user became a member.
             */
            createdAt: string;
            /** @description Who made the user one. */
            createdBy: string;
        };
        /**
         * MemberListResponse
         * @description The members of a tenant whose own tenant is another.
         */
        MemberListResponse: {
            /** @description By name. */
            items: components["schemas"]["Member"][];
        };
        /**
         * MemberResponse
         * @description One member.
         */
        MemberResponse: {
            member: components["schemas"]["Member"];
        };
        /**
         * Name
         * @description The name of a job type or of a queue.
         */
        Name: string;
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
         * OperationListResponse
         * @description Bulk operations, the newest first.
         */
        OperationListResponse: {
            /** @description The operations of this page. */
            items: components["schemas"]["Operation"][];
            /** @description Give it to ?before= to get the next page; absent on the last. */
            nextBefore?: components["schemas"]["Uuid"];
        };
        /**
         * OperationResponse
         * @description A bulk operation as it is now.
         */
        OperationResponse: {
            /** @description The operation. */
            operation: components["schemas"]["Operation"];
            /** @description Log position at which it stands so, or a later one. */
            position: number;
        };
        /**
         * OperationStatus
         * @description running until it has been through all jobs, or somebody has stopped it.
         * @enum {string}
         */
        OperationStatus: "running" | "finished" | "cancelled";
        /**
         * OperatorRequest
         * @description Who asks for a change of what holds jobs back, and why.
         */
        OperatorRequest: {
            /** @description Who asks for it; "api" when absent. */
            by?: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * OverlapPolicy
         * @description What becomes of a tick while the job of the one before has not ended: allow runs both, skip leaves the tick out, cancel_previous cancels the job before.
         * @enum {string}
         */
        OverlapPolicy: "allow" | "skip" | "cancel_previous";
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
         * PolicyCondition
         * @description What a job has to be for a rule to concern it: everything that stands here must hold. In a list one entry must fit; `*` stands for any text.
         */
        PolicyCondition: {
            /** @description Whose job it is. */
            tenants?: string[];
            /** @description Id of who submits it. */
            principals?: string[];
            /** @description What kind of caller that is. */
            principalKinds?: ("anonymous" | "api_key" | "token" | "static" | "schedule")[];
            /** @description A role that who submits it has. */
            roles?: components["schemas"]["Role"][];
            /** @description Its type. */
            types?: string[];
            /** @description Its queue. */
            queues?: string[];
            /** @description What it is for, as the header X-Purpose says. */
            purposes?: string[];
            /** @description true: nobody said what it is for; false: somebody did. */
            withoutPurpose?: boolean;
            /** @description Fields of its payload. */
            payload?: {
                /** @description JSON pointer of the field. */
                at: string;
                /** @description Whether the field is there at all. */
                present?: boolean;
                /** @description It is one of these. */
                in?: components["schemas"]["JsonValue"][];
                /** @description It is a text that fits one of these. */
                matches?: string[];
                /** @description It is a number greater than this. */
                above?: number;
                /** @description It is a number smaller than this. */
                below?: number;
            }[];
            /**
             * PolicyTime
             * @description When it is decided, in UTC.
             */
            time?: {
                /** @description Days of the week. */
                days?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
                /** @description From this time of day, HH:MM; with `to` before it, over midnight. */
                from?: string;
                /** @description Up to this time of day, not included. */
                to?: string;
                /** @description Not before this instant. */
                since?: components["schemas"]["Timestamp"];
                /** @description Before this instant. */
                until?: components["schemas"]["Timestamp"];
            };
            /**
             * PolicySpend
             * @description What it costs, as the field of its payload says that the pack names as `costAt`.
             */
            spend?: {
                /** @description It costs more than this. */
                above: number;
            };
        };
        /**
         * PolicyPack
         * @description The rules that every submission and every start of a job is held against. The first that concerns the job decides.
         */
        PolicyPack: {
            /**
             * @description The form of the file.
             * @constant
             */
            version: 1;
            /** @description What the pack is called. */
            name: string;
            /** @description What it is for, for people. */
            description?: string;
            /** @description What is said to a job that no rule concerns. */
            default: components["schemas"]["PolicyResult"];
            /** @description JSON pointer of the field of a payload that says what the job costs. */
            costAt?: string;
            /** @description In the order in which they are asked. */
            rules: components["schemas"]["PolicyRule"][];
        };
        /**
         * PolicyResponse
         * @description The policy pack that this gateway goes by.
         */
        PolicyResponse: {
            /** @description SHA-256 of its file, in hex. */
            hash: string;
            /** @description When this process read it. */
            loadedAt: components["schemas"]["Timestamp"];
            /** @description The file. */
            file: string;
            /** @description What it says. */
            pack: components["schemas"]["PolicyPack"];
        };
        /**
         * PolicyResult
         * @description What a policy says to a job: let it in, refuse it, or let it wait for an approval.
         * @enum {string}
         */
        PolicyResult: "allow" | "deny" | "hold";
        /**
         * PolicyRule
         * @description One rule of a policy pack.
         */
        PolicyRule: {
            /** @description Its name: in verdicts, events, logs and metrics. */
            id: string;
            /** @description What it is for, for people. */
            description?: string;
            /** @description What it says to a job that it concerns. */
            verdict: components["schemas"]["PolicyResult"];
            /** @description Why; shown to who is refused, and with a job that is held. */
            reason?: string;
            /** @description Where it is asked: when the job is submitted, and again before each start. Both when absent. */
            at?: ("submit" | "claim")[];
            /** @description The jobs that it concerns; all when absent. */
            when?: components["schemas"]["PolicyCondition"];
            /** @description Those of them that it does not. */
            unless?: components["schemas"]["PolicyCondition"];
        };
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
         * PrincipalResponse
         * @description Who the caller is, and what it may do.
         */
        PrincipalResponse: {
            /**
             * @description How it was told: by nothing (authentication is off), a key, a token, a token of the configuration.
             * @enum {string}
             */
            kind: "anonymous" | "api_key" | "token" | "static";
            /** @description Of a key its id, of a token its subject. */
            id: string;
            /** @description What people call the key. */
            name: string;
            tenantId: components["schemas"]["TenantId"];
            /** @description What it may do follows from these; see docs/permissions.md. */
            roles: components["schemas"]["Role"][];
            /** @description As resource:action. */
            permissions: string[];
            /**
             * Format: date-time
             * @description From then on the credential is refused; absent where it has no end.
             */
            expiresAt?: string;
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
         * PutConsentRequest
         * @description What a person says about one purpose.
         */
        PutConsentRequest: {
            /** @description Whether it may be. */
            status: components["schemas"]["ConsentStatus"];
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * PutJobTypeRequest
         * @description The whole definition of a job type; what is absent is as the platform does it.
         */
        PutJobTypeRequest: {
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
            /** @description Who asks for it; "api" when absent. */
            by?: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * PutLimitRequest
         * @description The whole definition of a limit: at least one of concurrency and rate.
         */
        PutLimitRequest: {
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
            /** @description Who asks for it; "api" when absent. */
            by?: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * PutMemberRequest
         * @description What a user of another tenant may do in this one.
         */
        PutMemberRequest: {
            /** @description What the member may do there follows from these; see docs/permissions.md. */
            roles: components["schemas"]["Role"][];
        };
        /**
         * PutQuotaRequest
         * @description The whole quota of a tenant: at least one of openJobs and openPayloadBytes.
         */
        PutQuotaRequest: {
            /** @description Jobs of the tenant that may be open, that is accepted and not ended; 0 admits none. */
            openJobs?: number;
            /** @description Bytes that the payloads of those jobs may have together, as they are stored. */
            openPayloadBytes?: number;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * QueueListResponse
         * @description The job queues.
         */
        QueueListResponse: {
            /** @description By name. */
            items: components["schemas"]["QueueResponse"][];
        };
        /**
         * QueueResponse
         * @description A job queue and what is set for it.
         */
        QueueResponse: {
            /** @description Its name. */
            name: components["schemas"]["Name"];
            /** @description Set while the queue is paused. */
            paused?: components["schemas"]["Pause"];
            /** @description Jobs of the queue that may run at once; no bound when absent. */
            concurrency?: number;
            /** @description Workers that take from it and were heard of lately. */
            liveWorkers: number;
        };
        /**
         * QuotaListResponse
         * @description The quotas of tenants.
         */
        QuotaListResponse: {
            /** @description By tenant. */
            items: components["schemas"]["TenantQuota"][];
            /** @description Give it as ?after= for the next page; absent on the last. */
            nextCursor?: string;
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
         * RedriveJobRequest
         * @description Asks for the next life of a failed job. What is left out is as it was.
         */
        RedriveJobRequest: {
            /** @description The corrected input; as it was when absent. */
            payload?: components["schemas"]["JsonObject"];
            /** @description Another queue. */
            queue?: components["schemas"]["Name"];
            /** @description Another class within the queue. */
            priority?: components["schemas"]["JobPriority"];
            /** @description Who asks. */
            by?: string;
            /** @description Why. */
            reason?: string;
        };
        /**
         * RedriveJobResponse
         * @description The next life of a failed job.
         */
        RedriveJobResponse: {
            /** @description The new job. */
            jobId: components["schemas"]["Uuid"];
            /** @description The failed job. */
            redrivenFrom: components["schemas"]["Uuid"];
            /** @description Where the new job was put, or stands when it was there already. */
            status: components["schemas"]["JobStatus"];
            /** @description The log position up to which this is true. */
            position: number;
            /**
             * Format: uri-reference
             * @description Where to look at it.
             */
            statusUrl: string;
            /** @description Whether the failed job had its next life already: this is it. */
            duplicate: boolean;
        };
        /**
         * RefreshRequest
         * @description A refresh token to be used up. Absent where it comes in the cookie.
         */
        RefreshRequest: {
            /** @description The refresh token. */
            refreshToken?: string;
            /** @description In which of the user's tenants the next access token is good; the own one unless said. */
            tenant?: components["schemas"]["TenantId"];
        };
        /**
         * RejectJobRequest
         * @description Asks to end a job that is held.
         */
        RejectJobRequest: {
            /** @description Who rejects; the caller when absent. */
            by?: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * ReloadPolicyRequest
         * @description Asks every gateway to read its policy file anew.
         */
        ReloadPolicyRequest: {
            /** @description Who asks; the caller when absent. */
            by?: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * ReloadPolicyResponse
         * @description The pack that is in force after a reload.
         */
        ReloadPolicyResponse: {
            /** @description SHA-256 of its file, in hex. */
            hash: string;
            /** @description That of the pack before. */
            previousHash: string;
            /** @description Whether it is another. */
            changed: boolean;
            /** @description How many rules it has. */
            rules: number;
        };
        /**
         * ReplaceScheduleRequest
         * @description A schedule as it shall be; what is absent gets its default.
         */
        ReplaceScheduleRequest: {
            /** @description When it ticks. */
            cron: components["schemas"]["CronExpression"];
            /** @description Where the clock hangs that cron is read on; UTC when absent. */
            timeZone?: components["schemas"]["TimeZone"];
            /** @description What each tick submits. */
            job: components["schemas"]["ScheduleJob"];
            /** @description What becomes of missed ticks; once when absent. */
            catchUp?: components["schemas"]["CatchUpPolicy"];
            /** @description The most jobs that missed ticks become under catchUp all; 10 when absent. */
            catchUpLimit?: number;
            /** @description What becomes of a tick while the job before has not ended; allow when absent. */
            overlap?: components["schemas"]["OverlapPolicy"];
            /** @description No tick before it. */
            startAt?: components["schemas"]["Timestamp"];
            /** @description No tick after it. */
            endAt?: components["schemas"]["Timestamp"];
            /** @description Who did it. */
            by?: string;
        };
        /**
         * RevealJobRequest
         * @description What is to be read of what is sealed, and why.
         */
        RevealJobRequest: {
            /** @description Why; it is kept. */
            reason: string;
            /** @description Sealed lines of the job's logs, as the observatory shows them. */
            logs?: string[];
        };
        /**
         * RevealJobResponse
         * @description What was sealed of a job, opened.
         */
        RevealJobResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description The payload as it was submitted. */
            payload: components["schemas"]["JsonObject"];
            /** @description The result as the handler gave it, if there is one. */
            result?: components["schemas"]["JsonValue"];
            /** @description The lines that were asked for, in their order. */
            logs?: string[];
        };
        /**
         * Role
         * @description What a credential is for.
         * @enum {string}
         */
        Role: "viewer" | "submitter" | "operator" | "admin" | "auditor" | "worker" | "service" | "monitor" | "debugger";
        /**
         * RotateApiKeyRequest
         * @description How long the key that is replaced still holds.
         */
        RotateApiKeyRequest: {
            /** @description Seconds for which the key before still holds; 0 unless said. */
            graceSeconds?: number;
        };
        /**
         * RunJobNowRequest
         * @description Asks to queue a job now that waits for its time.
         */
        RunJobNowRequest: {
            /** @description Who asks. */
            by?: string;
        };
        /**
         * RunJobNowResponse
         * @description Where the job stands after it was asked to be queued at once.
         */
        RunJobNowResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /** @description The log position up to which this is true. */
            position: number;
            /**
             * Format: uri-reference
             * @description Where to look at it.
             */
            statusUrl: string;
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
         * ScheduleActionRequest
         * @description Who wants it, and why.
         */
        ScheduleActionRequest: {
            /** @description Who wants it. */
            by?: string;
            /** @description Why. */
            reason?: string;
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
         * ScheduleListResponse
         * @description Schedules by name.
         */
        ScheduleListResponse: {
            /** @description The schedules of this page. */
            items: components["schemas"]["Schedule"][];
            /** @description Give it to ?after= to get the next page; absent on the last. */
            nextAfter?: components["schemas"]["Name"];
        };
        /**
         * ScheduleResponse
         * @description A schedule as it is now.
         */
        ScheduleResponse: {
            /** @description The schedule. */
            schedule: components["schemas"]["Schedule"];
            /** @description Log position at which it stands so, or a later one. */
            position: number;
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
         * SessionResponse
         * @description A session: who signed in, and the tokens.
         */
        SessionResponse: {
            /** @description To be sent as Authorization: Bearer TOKEN. */
            accessToken: string;
            /**
             * Format: date-time
             * @description When the access token ends.
             */
            expiresAt: string;
            /** @description For the next access token; to be used once. Absent where it was set as a cookie. */
            refreshToken?: string;
            /**
             * Format: date-time
             * @description When one has to sign in again, whatever one does.
             */
            sessionEndsAt: string;
            principal: components["schemas"]["PrincipalResponse"];
            /** @description The tenants that a token of this session can be had for, the user's own one first. */
            tenants?: components["schemas"]["TenantId"][];
        };
        /**
         * SetConcurrencyRequest
         * @description How many jobs may run at once.
         */
        SetConcurrencyRequest: {
            /** @description The bound; null: none. */
            concurrency: number | null;
            /** @description Who asks for it; "api" when absent. */
            by?: string;
            /** @description Why, in their words. */
            reason?: string;
        };
        /**
         * SigningKeyResponse
         * @description A signing key that was made to follow the one in use.
         */
        SigningKeyResponse: {
            /** @description Name of the key. */
            kid: string;
            /**
             * Format: date-time
             * @description From then on it signs; it is published before.
             */
            signsFrom: string;
        };
        /**
         * StartOperationRequest
         * @description Asks for a bulk operation over all jobs that match.
         */
        StartOperationRequest: {
            /** @description What it does. */
            action: components["schemas"]["OperationAction"];
            /** @description To which jobs. */
            filter: components["schemas"]["OperationFilter"];
            /** @description Who asks. */
            by?: string;
            /** @description Why. */
            reason?: string;
            /** @description Only count what matches. */
            dryRun?: boolean;
        };
        /**
         * SubmitJobRequest
         * @description A job to be run.
         */
        SubmitJobRequest: {
            /** @description Which handler runs it. */
            type: components["schemas"]["Name"];
            /** @description The input of the handler; {} when absent. */
            payload?: components["schemas"]["JsonObject"];
            /** @description The queue it waits in; "default" when absent. */
            queue?: components["schemas"]["Name"];
            /** @description Its class within the queue; normal when absent. */
            priority?: components["schemas"]["JobPriority"];
            /** @description The same key and body give the same job; may also come as the header Idempotency-Key. */
            idempotencyKey?: components["schemas"]["IdempotencyKey"];
            /** @description Ties together all that this request causes; the header X-Correlation-Id when absent. */
            correlationId?: components["schemas"]["CorrelationId"];
            /** @description Attempts it may fail before it is FAILED. */
            maxAttempts?: number;
            /** @description Words that it is found by. */
            tags?: components["schemas"]["Tag"][];
            /** @description What the client knows it by. */
            externalRef?: components["schemas"]["ExternalRef"];
            /** @description When it must have ended; or deadlineMs. */
            deadlineAt?: components["schemas"]["Timestamp"];
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
            /** @description When it is to be queued; or delayMs. At once when absent or past. */
            runAt?: components["schemas"]["Timestamp"];
            /** @description Milliseconds until it is queued; or runAt. */
            delayMs?: number;
            /** @description Milliseconds within which it must have ended; or deadlineAt. */
            deadlineMs?: number;
            /** @description One job for several submissions. */
            dedupe?: components["schemas"]["Dedupe"];
        };
        /**
         * SubmitJobResponse
         * @description The job is committed.
         */
        SubmitJobResponse: {
            /** @description The job. */
            jobId: components["schemas"]["Uuid"];
            /** @description Where it stands. */
            status: components["schemas"]["JobStatus"];
            /** @description Log position of the last event of the acceptance; give it to ?atLeast= to read your own write. */
            position: number;
            /**
             * Format: uri-reference
             * @description Where to look at the job.
             */
            statusUrl: string;
            /** @description As recorded with the job. */
            correlationId: components["schemas"]["CorrelationId"];
            /** @description True when the key had been used before with the same body. */
            duplicate: boolean;
            /** @description True when an earlier job with the same dedupe key stands for this submission. */
            deduplicated?: boolean;
            /** @description What may keep the job from running as things are now. */
            warnings?: {
                /**
                 * @description What it is.
                 * @enum {string}
                 */
                code: "no_worker_for_type";
                /** @description The same for people. */
                message: string;
            }[];
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
         * TenantQuota
         * @description How much of the platform a tenant may take up at once, and how much it does.
         */
        TenantQuota: {
            /** @description Whose it is. */
            tenantId: components["schemas"]["TenantId"];
            /** @description Jobs of the tenant that may be open, that is accepted and not ended; 0 admits none. */
            openJobs?: number;
            /** @description Bytes that the payloads of those jobs may have together, as they are stored. */
            openPayloadBytes?: number;
            /** @description What is taken up now. */
            used: {
                /** @description Jobs that are open. */
                openJobs: number;
                /** @description Bytes of their payloads. */
                openPayloadBytes: number;
            };
        };
        /**
         * TimeZone
         * @description A zone of the IANA database, such as Europe/Berlin, or UTC.
         */
        TimeZone: string;
        /**
         * Timestamp
         * Format: date-time
         * @description An instant in RFC 3339, always UTC, always with milliseconds: 2026-01-31T23:59:59.123Z.
         */
        Timestamp: string;
        /**
         * TriggerScheduleResponse
         * @description What became of the tick that was asked for.
         */
        TriggerScheduleResponse: {
            /** @description The schedule. */
            scheduleId: components["schemas"]["Uuid"];
            /** @description The instant it stands for. */
            tick: components["schemas"]["Timestamp"];
            /**
             * @description fired: it became a job; skipped: the overlap policy left it out.
             * @enum {string}
             */
            outcome: "fired" | "skipped";
            /** @description The job; absent when there is none. */
            jobId?: components["schemas"]["Uuid"];
            /** @description The job that has not ended; only where that mattered. */
            previousJobId?: components["schemas"]["Uuid"];
            /**
             * Format: uri-reference
             * @description Where to look at the job.
             */
            statusUrl?: string;
            /** @description Log position of the last event; give it to ?atLeast= to read your own write. */
            position: number;
        };
        /**
         * UpdateScheduleRequest
         * @description What is to change about a schedule; what is absent stays. The job is replaced as a whole.
         */
        UpdateScheduleRequest: {
            /** @description When it ticks. */
            cron?: components["schemas"]["CronExpression"];
            /** @description Where the clock hangs that cron is read on. */
            timeZone?: components["schemas"]["TimeZone"];
            /** @description What each tick submits. */
            job?: components["schemas"]["ScheduleJob"];
            /** @description What becomes of missed ticks. */
            catchUp?: components["schemas"]["CatchUpPolicy"];
            /** @description The most jobs that missed ticks become under catchUp all. */
            catchUpLimit?: number;
            /** @description What becomes of a tick while the job before has not ended. */
            overlap?: components["schemas"]["OverlapPolicy"];
            /** @description No tick before it; null takes the bound away. */
            startAt?: components["schemas"]["Timestamp"] | null;
            /** @description No tick after it; null takes the bound away. */
            endAt?: components["schemas"]["Timestamp"] | null;
            /** @description Who did it. */
            by?: string;
        };
        /**
         * UpdateUserRequest
         * @description What is to be changed of a user. Each change but that of the roles ends the sessions of the user.
         */
        UpdateUserRequest: {
            /** @description What the user may do follows from these; see docs/permissions.md. */
            roles?: components["schemas"]["Role"][];
            /** @description At least 12 characters; any. */
            password?: string;
            /** @description Whether the user is kept from signing in. */
            disabled?: boolean;
        };
        /**
         * User
         * @description Somebody who signs in with a password.
         */
        User: {
            id: components["schemas"]["Uuid"];
            tenantId: components["schemas"]["TenantId"];
            /** @description The name to sign in with, in lower case; unique in its tenant. */
            name: string;
            /** @description What the user may do follows from these; see docs/permissions.md. */
            roles: components["schemas"]["Role"][];
            /**
             * Format: date-time
             * @description When it was made.
             */
            createdAt: string;
            /** @description Who made it. */
            createdBy: string;
            /**
             * Format: date-time
             * @description From then on nobody signs in as this user.
             */
            disabledAt?: string;
        };
        /**
         * UserListResponse
         * @description The users of the tenant.
         */
        UserListResponse: {
            /** @description By name, disabled ones among them. */
            items: components["schemas"]["User"][];
            /** @description Give it as ?after= for the next page; absent on the last. */
            nextCursor?: string;
        };
        /**
         * UserResponse
         * @description One user.
         */
        UserResponse: {
            user: components["schemas"]["User"];
        };
        /**
         * Uuid
         * @description A UUID in lower case, as every id in the system is written. New ids are UUIDv7.
         */
        Uuid: string;
        /**
         * WorkerId
         * @description One incarnation of a worker: its instance id, new at every start of the process.
         */
        WorkerId: string;
        /**
         * WorkerListResponse
         * @description Workers that announced themselves within the last hour.
         */
        WorkerListResponse: {
            /** @description By name. */
            items: components["schemas"]["WorkerResponse"][];
        };
        /**
         * WorkerResponse
         * @description A worker as it announced itself last.
         */
        WorkerResponse: {
            /** @description The incarnation of the worker. */
            workerId: components["schemas"]["WorkerId"];
            /** @description When it started. */
            startedAt: components["schemas"]["Timestamp"];
            /** @description When it announced itself last. */
            seenAt: components["schemas"]["Timestamp"];
            /** @description Whether that was within the last 15 seconds. */
            live: boolean;
            /** @description Queues it takes from. */
            queues: components["schemas"]["Name"][];
            /** @description Job types it can run. */
            types: components["schemas"]["Name"][];
            /** @description Jobs it runs at once. */
            slots: number;
            /** @description Its release. */
            version: string;
            /** @description Set while the worker is paused. */
            paused?: components["schemas"]["Pause"];
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
    readKeys: {
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
            /** @description JwksResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JwksResponse"];
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
    receiveAlerts: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AlertWebhookRequest"];
            };
        };
        responses: {
            /** @description What became of the alerts; all of it is committed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertWebhookResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    acknowledgeAlert: {
        parameters: {
            query?: never;
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["AcknowledgeAlertRequest"];
            };
        };
        responses: {
            /** @description The alert, and who acknowledged it. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AlertResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `alert_resolved`: The alert is over. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    readFeed: {
        parameters: {
            query?: {
                /** @description place after which to read */
                after?: number;
                /** @description hash that the entry at that place had; tells whether it is still the same trail */
                hash?: string;
                /** @description entries at most */
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
            /** @description AuditFeedResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditFeedResponse"];
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
    login: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            /** @description SessionResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `foreign_origin`: The command comes from a page of another origin. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    logout: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description The session has ended, or there was none. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `foreign_origin`: The command comes from a page of another origin. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    refresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RefreshRequest"];
            };
        };
        responses: {
            /** @description SessionResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `forbidden`: The caller may not do this. `foreign_origin`: The command comes from a page of another origin. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    rotateSigningKey: {
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
            /** @description SigningKeyResponse */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyResponse"];
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
    readKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the part of a sealed value between its points */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description DataKeyResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DataKeyResponse"];
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
            /** @description `erased`: The key of what was sealed has been destroyed. */
            410: {
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
    events: {
        parameters: {
            query?: {
                /** @description position after which to read */
                after?: number;
                /** @description events at most; a page also ends at about 8 MiB */
                limit?: number;
                /** @description how long to wait for a first event when there is none */
                waitMs?: number;
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
            /** @description A page; empty when there is nothing after the position. */
            200: {
                headers: {
                    /** @description the life of the log */
                    "X-Log-Epoch"?: string;
                    /** @description the position up to which the page tells everything there is to tell */
                    "X-Log-Reached"?: number;
                    /** @description position of the newest event */
                    "X-Log-Head"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
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
    policy: {
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
            /** @description PolicyResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyResponse"];
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
        };
    };
    reload: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReloadPolicyRequest"];
            };
        };
        responses: {
            /** @description ReloadPolicyResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReloadPolicyResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `policy_update_failed`: The policy file cannot be used. `policy_integrity_check_failed`: The policy file is not the one that it should be. */
            422: {
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
    listAtV1JobTypes: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                after?: string;
                /** @description entries per page */
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
            /** @description JobTypeListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobTypeListResponse"];
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
    getAtV1JobTypesName: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JobType */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobType"];
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
    put: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutJobTypeRequest"];
            };
        };
        responses: {
            /** @description JobType */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobType"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The definition is deleted. */
            204: {
                headers: {
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
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    pauseAtV1JobTypesNamePause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorRequest"];
            };
        };
        responses: {
            /** @description The type is paused; one that was paused already stays paused as it began. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobType"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    resumeAtV1JobTypesNameResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorRequest"];
            };
        };
        responses: {
            /** @description The type is not paused (any more). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobType"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    submit: {
        parameters: {
            query?: never;
            header?: {
                /** @description what the job is for, as the rules of the policy know it */
                "X-Purpose"?: string;
                /** @description 1 to 255 characters of printable ASCII; may stand in the body instead */
                "Idempotency-Key"?: string;
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SubmitJobRequest"];
            };
        };
        responses: {
            /** @description The job is committed, or was by an earlier request with the same key. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SubmitJobResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /**
             * @description `policy_denied`: A rule of the policy refuses the job. `ticket_mismatch`: The ticket is for another request.
             *
             *     `forbidden`: The caller may not do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_conflict`: The idempotency key was used for a different request. `ticket_replayed`: The ticket was used before. `too_many_queues`: The number of queues has reached its limit. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `quota_exceeded`: The tenant has used up its quota. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `not_ready`: The service is starting or stopping. `store_unavailable`: The store cannot be reached. `broker_unavailable`: The broker cannot be reached. */
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
    submitAll: {
        parameters: {
            query?: never;
            header?: {
                /** @description what the jobs are for, as the rules of the policy know it */
                "X-Purpose"?: string;
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkSubmitRequest"];
            };
        };
        responses: {
            /** @description What became of each job. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkSubmitResponse"];
                    "application/x-ndjson": string;
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `not_ready`: The service is starting or stopping. `store_unavailable`: The store cannot be reached. `broker_unavailable`: The broker cannot be reached. */
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
    get: {
        parameters: {
            query?: {
                /** @description as it was after so many of its events */
                asOfVersion?: number;
                /** @description as it was at this moment: RFC 3339 in UTC with milliseconds */
                asOfTime?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JobResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobResponse"];
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
    approve: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApproveJobRequest"];
            };
        };
        responses: {
            /** @description It goes on: see `status`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldJobResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /**
             * @description `forbidden`: The caller may not do this.
             *
             *     `forbidden`: The caller may not do this.
             */
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
            /** @description `job_not_held`: The job does not wait for an approval. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    list: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description AttemptListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttemptListResponse"];
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
    cancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelJobRequest"];
            };
        };
        responses: {
            /** @description Cancelled, or asked to stop, or ended before: see `status`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelJobResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    redrive: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RedriveJobRequest"];
            };
        };
        responses: {
            /** @description The new job is committed, or was by an earlier redrive. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RedriveJobResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `job_not_failed`: The job has not failed. `too_many_queues`: The number of queues has reached its limit. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. `broker_unavailable`: The broker cannot be reached. */
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
    reject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RejectJobRequest"];
            };
        };
        responses: {
            /** @description It is CANCELLED. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HeldJobResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `job_not_held`: The job does not wait for an approval. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    reveal: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RevealJobRequest"];
            };
        };
        responses: {
            /** @description RevealJobResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RevealJobResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `sealing_unavailable`: This installation cannot seal or open values. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `erased`: The key of what was sealed has been destroyed. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    runNow: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RunJobNowRequest"];
            };
        };
        responses: {
            /** @description It is queued, or was already: see `status`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunJobNowResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `job_not_scheduled`: The job does not wait for a time. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    why: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description JobWhyResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobWhyResponse"];
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
    listKeys: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                after?: string;
                /** @description entries per page */
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
            /** @description ApiKeyListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyListResponse"];
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
    createKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The key holds from now on. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKeyResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /**
             * @description `forbidden`: The caller may not do this.
             *
             *     `forbidden`: The caller may not do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    revokeKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description id of the key: the part between the underscores */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The key is revoked. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeyResponse"];
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
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description id of the key: the part between the underscores */
                key: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotateApiKeyRequest"];
            };
        };
        responses: {
            /** @description The new key holds from now on. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKeyResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /**
             * @description `forbidden`: The caller may not do this.
             *
             *     `forbidden`: The caller may not do this.
             */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    listAtV1Limits: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                after?: string;
                /** @description entries per page */
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
            /** @description LimitListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitListResponse"];
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
    getAtV1LimitsName: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Limit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limit"];
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
    putAtV1LimitsName: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutLimitRequest"];
            };
        };
        responses: {
            /** @description Limit */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Limit"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    removeAtV1LimitsName: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The limit is removed. */
            204: {
                headers: {
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
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    head: {
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
            /** @description LogHeadResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogHeadResponse"];
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
    readCaller: {
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
            /** @description PrincipalResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PrincipalResponse"];
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
    changePassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangePasswordRequest"];
            };
        };
        responses: {
            /** @description The new password holds. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `rate_limited`: There are too many requests. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `limits_unavailable`: The limits cannot be kept now. `store_unavailable`: The store cannot be reached. */
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
    listAtV1Operations: {
        parameters: {
            query?: {
                /** @description `nextBefore` of the page before */
                before?: string;
                /** @description operations in the page */
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
            /** @description OperationListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationListResponse"];
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
    start: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartOperationRequest"];
            };
        };
        responses: {
            /** @description The operation is committed and will be run. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    getAtV1OperationsId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OperationResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationResponse"];
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
    cancelAtV1OperationsIdCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id from the 202 */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelOperationRequest"];
            };
        };
        responses: {
            /** @description It was asked to stop (`cancelRequested`), or had ended: see `status`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OperationResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    listAtV1Queues: {
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
            /** @description QueueListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueListResponse"];
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
    getAtV1QueuesName: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description QueueResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueResponse"];
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
    setConcurrency: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetConcurrencyRequest"];
            };
        };
        responses: {
            /** @description QueueResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    pauseAtV1QueuesNamePause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorRequest"];
            };
        };
        responses: {
            /** @description The queue is paused; one that was paused already stays paused as it began. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    resumeAtV1QueuesNameResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description a lowercase name */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorRequest"];
            };
        };
        responses: {
            /** @description The queue is not paused (any more). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueueResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    own: {
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
            /** @description TenantQuota */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantQuota"];
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
    listAtV1Quotas: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                after?: string;
                /** @description entries per page */
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
            /** @description QuotaListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QuotaListResponse"];
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
    set: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the tenant */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutQuotaRequest"];
            };
        };
        responses: {
            /** @description TenantQuota */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantQuota"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    removeAtV1QuotasTenant: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the tenant */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The tenant has no quota any more. */
            204: {
                headers: {
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
    listAtV1Schedules: {
        parameters: {
            query?: {
                /** @description name after which to read: nextAfter of the page before */
                after?: string;
                /** @description schedules at most */
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
            /** @description ScheduleListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleListResponse"];
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
    createAtV1Schedules: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateScheduleRequest"];
            };
        };
        responses: {
            /** @description The schedule is committed. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `schedule_exists`: There is a schedule of this name already. `too_many_schedules`: The number of schedules has reached its limit. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    getAtV1SchedulesSchedule: {
        parameters: {
            query?: never;
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
            /** @description ScheduleResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
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
    replace: {
        parameters: {
            query?: never;
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceScheduleRequest"];
            };
        };
        responses: {
            /** @description ScheduleResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    remove: {
        parameters: {
            query?: {
                /** @description who deletes it */
                by?: string;
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
            /** @description ScheduleResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
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
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    change: {
        parameters: {
            query?: never;
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
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateScheduleRequest"];
            };
        };
        responses: {
            /** @description ScheduleResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    pause: {
        parameters: {
            query?: never;
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ScheduleActionRequest"];
            };
        };
        responses: {
            /** @description ScheduleResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    resume: {
        parameters: {
            query?: never;
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ScheduleActionRequest"];
            };
        };
        responses: {
            /** @description ScheduleResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    trigger: {
        parameters: {
            query?: never;
            header?: {
                /** @description 1 to 150 characters of printable ASCII; the same key gives the same job */
                "Idempotency-Key"?: string;
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the schedule's name, or its id */
                schedule: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ScheduleActionRequest"];
            };
        };
        responses: {
            /** @description The job is committed, or the overlap policy left it out: see `outcome`. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TriggerScheduleResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `idempotency_conflict`: The idempotency key was used for a different request. `too_many_queues`: The number of queues has reached its limit. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The body is larger than the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `broker_unavailable`: The broker cannot be reached. `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    eraseSubject: {
        parameters: {
            query?: {
                /** @description why; it is kept */
                reason?: string;
            };
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the person, as the field marked x-subject names it in payloads */
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description EraseSubjectResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EraseSubjectResponse"];
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
            /** @description `sealing_unavailable`: This installation cannot seal or open values. */
            409: {
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
    listConsents: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the person, as the field marked x-subject names it in payloads */
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description ConsentListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentListResponse"];
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
            /** @description `sealing_unavailable`: This installation cannot seal or open values. */
            409: {
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
    putConsent: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the person, as the field marked x-subject names it in payloads */
                subject: string;
                /** @description what for, as the `x-purpose` of a job type has it */
                purpose: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutConsentRequest"];
            };
        };
        responses: {
            /** @description Consent */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Consent"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `sealing_unavailable`: This installation cannot seal or open values. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    exportSubject: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the person, as the field marked x-subject names it in payloads */
                subject: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One job per line; none when nothing is known. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
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
            /** @description `sealing_unavailable`: This installation cannot seal or open values. */
            409: {
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
    listMembers: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the tenant */
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description MemberListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberListResponse"];
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
    putMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description name of the user */
                name: string;
                /** @description the tenant that the user becomes a member of */
                tenant: string;
                /** @description the user's own tenant */
                home: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutMemberRequest"];
            };
        };
        responses: {
            /** @description MemberResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    removeMember: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description name of the user */
                name: string;
                /** @description the tenant that the user becomes a member of */
                tenant: string;
                /** @description the user's own tenant */
                home: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The user is no member any more. */
            204: {
                headers: {
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
    create: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTicketRequest"];
            };
        };
        responses: {
            /** @description The ticket is good from now on. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedTicketResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /**
             * @description `forbidden`: The caller may not do this.
             *
             *     `forbidden`: The caller may not do this.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_ready`: The service is starting or stopping. `store_unavailable`: The store cannot be reached. */
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
    listUsers: {
        parameters: {
            query?: {
                /** @description `nextCursor` of the page before */
                after?: string;
                /** @description entries per page */
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
            /** @description UserListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserListResponse"];
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
    createUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserRequest"];
            };
        };
        responses: {
            /** @description UserResponse */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `user_exists`: The tenant has a user of this name already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    changeUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description name of the user */
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateUserRequest"];
            };
        };
        responses: {
            /** @description UserResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
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
    listAtV1Workers: {
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
            /** @description WorkerListResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerListResponse"];
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
    getAtV1WorkersId: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id the worker announces itself with */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description WorkerResponse */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerResponse"];
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
    pauseAtV1WorkersIdPause: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id the worker announces itself with */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorRequest"];
            };
        };
        responses: {
            /** @description The worker is paused; one that was paused already stays paused as it began. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
    resumeAtV1WorkersIdResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description Taken over into every event and log line and returned; generated when absent or unusable. */
                "X-Correlation-Id"?: string;
            };
            path: {
                /** @description the id the worker announces itself with */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OperatorRequest"];
            };
        };
        responses: {
            /** @description The worker is not paused (any more). */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkerResponse"];
                };
            };
            /** @description `malformed_json`: The body is not valid JSON. `validation_failed`: The request does not match its schema. */
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
            /** @description `unsupported_media_type`: The body must be application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `queue_full`: The queue is full. `store_unavailable`: The store cannot be reached. */
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
