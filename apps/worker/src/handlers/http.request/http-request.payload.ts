export interface HttpRequestPayload {
  readonly url: string;
  readonly method?: HttpMethod;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string is sent as it is, anything else as JSON. */
  readonly body?: unknown;
  /** One status or several; any of 200 to 299 when absent. */
  readonly expectedStatus?: number | readonly number[];
  /** For the whole request, the body of the response included. */
  readonly timeoutMs?: number;
}

export type HttpMethod = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

const STATUS = { type: 'integer', minimum: 100, maximum: 599 } as const;

export const HTTP_REQUEST_PAYLOAD_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: { type: 'string', maxLength: 8_192, format: 'uri', pattern: '^[hH][tT][tT][pP][sS]?://[^/?#]' },
    method: { enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] },
    headers: {
      type: 'object',
      maxProperties: 100,
      propertyNames: { type: 'string', pattern: "^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$" },
      additionalProperties: { type: 'string', maxLength: 8_192, pattern: '^[\\t\\x20-\\x7e\\x80-\\xff]*$' },
    },
    body: {},
    expectedStatus: { anyOf: [STATUS, { type: 'array', minItems: 1, maxItems: 50, uniqueItems: true, items: STATUS }] },
    timeoutMs: { type: 'integer', minimum: 1, maximum: 3_600_000 },
  },
} as const;
