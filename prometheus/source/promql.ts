import type { SyntaxNode } from '@lezer/common' with { 'resolution-mode': 'import' };
import { parser } from '@prometheus-io/lezer-promql';

/**
 * What a PromQL expression asks for, read with Prometheus' own grammar (the one of its query editor): a name inside a label's value or
 * a function's name is no metric, and a regular expression over the text cannot tell.
 */
export class PromqlFault extends Error {
  readonly code = 'promql_fault';

  constructor(
    readonly expression: string,
    readonly position: number,
  ) {
    super(`no PromQL at character ${position}: ${expression.slice(Math.max(0, position - 30), position)}⟪here⟫${expression.slice(position, position + 30)}`);
    this.name = 'PromqlFault';
  }
}

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** One series selector; `name` is the metric, undefined where it is chosen by `{__name__=…}` alone. */
export interface Selector {
  readonly name: string | undefined;
  readonly matchers: readonly Matcher[];
}

/** Every selector in the expression, in the order of the text. Throws PromqlFault. */
export function selectorsOf(expression: string): Selector[] {
  const selectors: Selector[] = [];
  parser.parse(expression).iterate({
    enter(node) {
      if (node.type.isError) throw new PromqlFault(expression, node.from);
      if (node.name === 'VectorSelector') selectors.push(selectorAt(node.node, expression));
    },
  });
  if (expression.trim() === '') throw new PromqlFault(expression, 0);
  return selectors;
}

/** The names of the metrics (and recording rules) that the expression reads, each once. Throws PromqlFault. */
export function metricsOf(expression: string): string[] {
  return [...new Set(selectorsOf(expression).flatMap(({ name, matchers }) => name ?? matchers.flatMap(({ label, value }) => (label === '__name__' ? [value] : []))))];
}

function selectorAt(node: SyntaxNode, text: string): Selector {
  const textOf = (part: SyntaxNode | null) => (part === null ? '' : text.slice(part.from, part.to));
  const name = node.getChild('Identifier') ?? node.getChild('MetricName');
  const matchers = (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => ({
    label: textOf(matcher.getChild('LabelName')),
    operator: textOf(matcher.getChild('MatchOp')) as Matcher['operator'],
    value: textOf(matcher.getChild('StringLiteral')).slice(1, -1),
  }));
  return { name: name === null ? undefined : textOf(name), matchers };
}
