/**
 * How one environment variable is described. A variable without `default` is required, unless it is `optional` (then it is `undefined`
 * when absent). An empty string counts as absent: that is what `NAME=` in an env file means to everybody.
 */
interface Described {
  readonly description: string;
  /** Never printed: neither in a fault nor by `describeEnv`. */
  readonly secret?: true;
  readonly optional?: true;
}

export interface StringVariable extends Described {
  readonly type: 'string';
  readonly default?: string;
  readonly pattern?: RegExp;
}

export interface IntegerVariable extends Described {
  readonly type: 'integer';
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

export interface NumberVariable extends Described {
  readonly type: 'number';
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
}

/** `true`/`false`, `1`/`0`, `yes`/`no`, `on`/`off`, in any case. */
export interface BooleanVariable extends Described {
  readonly type: 'boolean';
  readonly default?: boolean;
}

export interface UrlVariable extends Described {
  readonly type: 'url';
  readonly default?: string;
  /** Accepted schemes without the colon, for example `['postgres', 'postgresql']`. */
  readonly protocols?: readonly string[];
}

export interface EnumVariable<Value extends string = string> extends Described {
  readonly type: 'enum';
  readonly values: readonly Value[];
  readonly default?: Value;
}

/** A comma separated list; blanks around the items are dropped. With `values`, every item must be one of them. */
export interface ListVariable<Value extends string = string> extends Described {
  readonly type: 'list';
  readonly values?: readonly Value[];
  /** What is wrong with an item, if anything. */
  readonly check?: (item: string) => string | undefined;
  readonly default?: readonly Value[];
}

/** A JSON value. `read` makes the typed value of it, or throws an Error that says what is wrong (and quotes nothing that could be secret). */
export interface JsonVariable<Value = unknown> extends Described {
  readonly type: 'json';
  readonly read: (json: unknown) => Value;
  readonly default?: Value;
}

export type Variable = StringVariable | IntegerVariable | NumberVariable | BooleanVariable | UrlVariable | EnumVariable | ListVariable | JsonVariable;

/** The environment of an app: variable name to description. */
export type EnvSpec = Readonly<Record<string, Variable>>;

type ValueOf<V extends Variable> = V extends { type: 'json'; read: (json: unknown) => infer Value }
  ? Value
  : V extends { type: 'integer' | 'number' }
  ? number
  : V extends { type: 'boolean' }
    ? boolean
    : V extends { type: 'enum'; values: readonly (infer Value)[] }
      ? Value
      : V extends { type: 'list'; values: readonly (infer Value)[] }
        ? readonly Value[]
        : V extends { type: 'list' }
          ? readonly string[]
          : string;

/** The typed object that `loadEnv` makes of a spec; the keys are the variables' own names, so that a search finds every use. */
export type EnvOf<Spec extends EnvSpec> = {
  readonly [Name in keyof Spec]: Spec[Name] extends { optional: true } ? ValueOf<Spec[Name]> | undefined : ValueOf<Spec[Name]>;
};
