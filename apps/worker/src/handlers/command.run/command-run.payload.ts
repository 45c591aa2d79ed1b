export interface CommandRunPayload {
  /** Which of the allowed commands. */
  readonly command: string;
  /** Come after the arguments that the command has already; each is one argument, no shell reads them. */
  readonly args?: readonly string[];
  readonly stdin?: string;
  /** Only variables that the command allows. */
  readonly env?: Readonly<Record<string, string>>;
  /** At most what the command allows. */
  readonly timeoutMs?: number;
  /** Exit codes that are a success; 0 when absent. */
  readonly successCodes?: readonly number[];
  /** Exit codes after which another attempt cannot help. */
  readonly giveUpCodes?: readonly number[];
}

const TEXT = { type: 'string', pattern: '^[^\\u0000]*$' } as const;
const EXIT_CODES = { type: 'array', maxItems: 256, uniqueItems: true, items: { type: 'integer', minimum: 0, maximum: 255 } } as const;

export function commandRunPayloadSchema(commands: readonly string[]): object {
  return {
    type: 'object',
    additionalProperties: false,
    required: ['command'],
    properties: {
      command: { enum: commands },
      args: { type: 'array', maxItems: 256, items: { ...TEXT, maxLength: 8_192 } },
      stdin: { type: 'string', maxLength: 131_072 },
      env: { type: 'object', maxProperties: 64, additionalProperties: { ...TEXT, maxLength: 8_192 } },
      timeoutMs: { type: 'integer', minimum: 1, maximum: 86_400_000 },
      successCodes: { ...EXIT_CODES, minItems: 1 },
      giveUpCodes: EXIT_CODES,
    },
  };
}
