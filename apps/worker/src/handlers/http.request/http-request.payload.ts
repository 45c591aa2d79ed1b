export interface HttpRequestPayload {
  /** Without a user and password: they would be shown wherever the job is. `headers` has room for them. */
  readonly url: string;
  readonly method?: HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** One status or several; any of 200 to 299 when absent. */
  readonly expectedStatus?: number | readonly number[];
  /** For the whole request, redirects and the body of the response included. */
  readonly timeoutMs?: number;
  /** Statuses after which another attempt may help; 408, 425, 429 and 500 to 599 when absent. */
  readonly retryStatuses?: readonly number[];
  /** Redirects that are followed; none when absent, so that a 3xx is a status like any other. */
  readonly maxRedirects?: number;
  /** How much of the response's body is kept; 65,536 when absent. */
  readonly maxBodyBytes?: number;
  /** Name of the secret that the request is signed with. */
  readonly signWith?: string;
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

export const MAX_BODY_BYTES = 65_536;

const STATUS = { type: 'integer', minimum: 100, maximum: 599 } as const;
const STATUSES = { type: 'array', maxItems: 500, uniqueItems: true, items: STATUS } as const;

export const HTTP_REQUEST_PAYLOAD_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: { type: 'string', maxLength: 8_192, format: 'uri', pattern: '^[hH][tT][tT][pP][sS]?://[^/?#@]+([/?#]|$)' },
    method: { enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] },
    headers: {
      type: 'object',
      maxProperties: 100,
      propertyNames: { type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$" },
      additionalProperties: { type: 'string', maxLength: 8_192, pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' },
    },
    body: {},
    expectedStatus: { anyOf: [STATUS, { ...STATUSES, minItems: 1, maxItems: 50 }] },
    timeoutMs: { type: 'integer', minimum: 1, maximum: 3_600_000 },
    retryStatuses: STATUSES,
    maxRedirects: { type: 'integer', minimum: 0, maximum: 10 },
    maxBodyBytes: { type: 'integer', minimum: 0, maximum: MAX_BODY_BYTES },
    signWith: { type: 'string', minLength: 1, maxLength: 64 },
  },
} as const;
