import type { EnvSpec, Variable } from './variable';

/** One part of an example file: a heading and the variables below it. */
export interface EnvSection {
  readonly title: string;
  readonly spec: EnvSpec;
}

/**
 * The text of an `.env.example`: every variable with what it means, what it may be, and its default. The assignments are commented out, so
 * that a copy changes nothing until a line is changed on purpose.
 */
export function renderEnvExample(introduction: readonly string[], sections: readonly EnvSection[]): string {
  const parts = sections.map(({ title, spec }) => [`# ${'-'.repeat(4)} ${title} ${'-'.repeat(4)}`, ...Object.entries(spec).flatMap(([name, variable]) => ['', ...variableLines(name, variable)])]);
  return [introduction.map((line) => `# ${line}`), ...parts].map((lines) => lines.join('\n')).join('\n\n') + '\n';
}

function variableLines(name: string, variable: Variable): string[] {
  const remarks = [kindOf(variable), variable.secret ? 'secret' : '', variable.default === undefined ? (variable.optional ? 'optional' : 'required') : ''].filter(Boolean);
  return [`# ${variable.description} (${remarks.join('; ')})`, `#${name}=${defaultOf(variable)}`];
}

function kindOf(variable: Variable): string {
  switch (variable.type) {
    case 'string':
      return variable.pattern === undefined ? 'text' : `text matching ${variable.pattern.source}`;
    case 'integer':
    case 'number': {
      const kind = variable.type === 'integer' ? 'whole number' : 'number';
      if (variable.min !== undefined && variable.max !== undefined) return `${kind} from ${variable.min} to ${variable.max}`;
      if (variable.min !== undefined) return `${kind} of at least ${variable.min}`;
      return variable.max === undefined ? kind : `${kind} of at most ${variable.max}`;
    }
    case 'boolean':
      return 'true or false';
    case 'url':
      return variable.protocols === undefined ? 'URL' : `URL with the scheme ${variable.protocols.join(' or ')}`;
    case 'enum':
      return `one of ${variable.values.join(', ')}`;
    case 'json':
      return 'JSON';
    case 'list':
      return variable.values === undefined ? 'comma separated list' : `comma separated list of ${variable.values.join(', ')}`;
  }
}

function defaultOf(variable: Variable): string {
  if (variable.default === undefined) return '';
  if (variable.type === 'json') return JSON.stringify(variable.default);
  return Array.isArray(variable.default) ? variable.default.join(',') : String(variable.default);
}
