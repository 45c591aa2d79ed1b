/** A JSON Schema as far as these checks look at it. */
export interface ParameterSchema {
  readonly type?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly items?: ParameterSchema;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: ParameterSchema;
}

/** A read that the document describes. */
export interface ReadOperation {
  /** `/v1/jobs/{id}`. */
  readonly path: string;
  readonly pathParameters: readonly Parameter[];
  readonly query: readonly Parameter[];
  /** Media types of a 200. */
  readonly mediaTypes: readonly string[];
  /** The contract of a JSON answer; undefined when there is no JSON, or when its schema is no contract. */
  readonly contract: string | undefined;
  /** Whether the contract says how fresh an answer is. */
  readonly isFresh: boolean;
  /** Statuses that the document knows beside 200. */
  readonly statuses: readonly string[];
}

export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, { readonly get?: OpenApiOperation }>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, { readonly properties?: Readonly<Record<string, unknown>> }>> };
}

interface OpenApiOperation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref?: string } }>> }>>;
}

const REFERENCE = '#/components/schemas/';

/** Every `GET` below `/v1`, whatever it is: a route that is added is looked at without a line being added here. */
export function readOperations(document: OpenApiDocument): ReadOperation[] {
  return Object.entries(document.paths).flatMap(([path, { get }]) => {
    if (get === undefined || !path.startsWith('/v1/')) return [];
    const content = get.responses['200']?.content ?? {};
    const reference = content['application/json']?.schema?.$ref;
    const contract = reference?.startsWith(REFERENCE) ? reference.slice(REFERENCE.length) : undefined;
    const parameters = get.parameters ?? [];
    return [
      {
        path,
        pathParameters: parameters.filter((parameter) => parameter.in === 'path'),
        query: parameters.filter((parameter) => parameter.in === 'query'),
        mediaTypes: Object.keys(content),
        contract,
        isFresh: contract !== undefined && document.components?.schemas?.[contract]?.properties?.['freshness'] !== undefined,
        statuses: Object.keys(get.responses).filter((status) => status !== '200'),
      },
    ];
  });
}

export const answersJson = ({ mediaTypes }: ReadOperation): boolean => mediaTypes.includes('application/json');
export const queryOf = ({ query }: ReadOperation, name: string): Parameter | undefined => query.find((parameter) => parameter.name === name);
