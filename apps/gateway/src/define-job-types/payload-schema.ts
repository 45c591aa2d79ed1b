import Ajv2020, { type ErrorObject, type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { PURPOSE_KEYWORDS, SENSITIVITY_KEYWORDS } from '#sealing';
import { FORMATS, linearPattern, schemaFaults, type SchemaFault } from './payload-schema.faults';

/** A longer text matches no pattern: what is matched is bounded, as the pattern is. */
const MAX_MATCHED_LENGTH = 10_000;
/** What one payload may take of the event loop in patterns; hundreds of times what an honest one takes. */
const MATCHING_BUDGET_MS = 50;

/** Checks one payload; the pointers of its faults begin at the payload. */
export type PayloadCheck = (payload: unknown) => readonly SchemaFault[];

export type CompiledSchema = { readonly ok: true; readonly check: PayloadCheck } | { readonly ok: false; readonly faults: readonly SchemaFault[] };

/** Compiles a payload schema, if it keeps to the subset; see payload-schema.faults.ts. */
export function compilePayloadSchema(schema: Readonly<Record<string, unknown>>): CompiledSchema {
  const faults = schemaFaults(schema);
  if (faults.length > 0) return { ok: false, faults };
  const budget = new MatchingBudget();
  let validate: ValidateFunction;
  try {
    validate = ajvWith(budget).compile(schema);
  } catch (error) {
    return { ok: false, faults: [{ pointer: '', message: error instanceof Error ? error.message : 'is not a schema' }] };
  }
  return {
    ok: true,
    check: (payload) => {
      budget.begin();
      try {
        return validate(payload) ? NO_FAULTS : (validate.errors ?? []).map(faultOf);
      } catch (error) {
        if (!(error instanceof BudgetSpent)) throw error;
        return [{ pointer: '', message: 'takes too long to check against the patterns of its type' }];
      }
    },
  };
}

const NO_FAULTS: readonly SchemaFault[] = Object.freeze([]);

function ajvWith(budget: MatchingBudget): Ajv2020 {
  // The engine is called in place of the RegExp constructor; `code` is only for code that is written to a file.
  const regExp = Object.assign((pattern: string) => budget.matcher(pattern), { code: 'linearPattern' });
  const ajv = new Ajv2020({
    // One fault at a time: collecting all of them would let a payload buy as many as it likes.
    allErrors: false,
    strict: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    validateFormats: true,
    // Written in place, a definition that refers to a definition that refers to ... would grow without bound.
    inlineRefs: false,
    logger: false,
    addUsedSchema: false,
    code: { regExp },
  });
  for (const keyword of [...SENSITIVITY_KEYWORDS, ...PURPOSE_KEYWORDS]) ajv.addKeyword(keyword);
  addFormats(ajv, { mode: 'fast', formats: [...FORMATS] });
  return ajv;
}

class BudgetSpent extends Error {}

class MatchingBudget {
  private endsAtMs = 0;

  begin(): void {
    this.endsAtMs = 0;
  }

  matcher(pattern: string): { test(text: string): boolean; toString(): string } {
    const compiled = linearPattern(pattern);
    return {
      // Matchers are told apart by their text: without it all patterns of a schema would be the first one.
      toString: () => pattern,
      test: (text) => {
        if (text.length > MAX_MATCHED_LENGTH) return false;
        const now = performance.now();
        if (this.endsAtMs === 0) this.endsAtMs = now + MATCHING_BUDGET_MS;
        else if (now > this.endsAtMs) throw new BudgetSpent();
        return compiled.test(text);
      },
    };
  }
}

function faultOf({ instancePath, keyword, params, message }: ErrorObject): SchemaFault {
  const { missingProperty, additionalProperty } = params as { missingProperty?: string; additionalProperty?: string };
  const at = (key: string): string => `${instancePath}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  if (keyword === 'required' && missingProperty !== undefined) return { pointer: at(missingProperty), message: 'is required' };
  if (keyword === 'additionalProperties' && additionalProperty !== undefined) return { pointer: at(additionalProperty), message: 'is not a known field' };
  return { pointer: instancePath, message: message ?? keyword };
}
