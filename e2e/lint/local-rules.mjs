// ESLint rules of this repository's own. Each of them is shown to fire by lint-rules.unit.spec.ts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SCHEMAS = new URL('../../contracts/schemas/domain/', import.meta.url).pathname;

/** The domain's own things. The scalars beside them (Uuid, Name, …) are aliases that a redefinition could not contradict. */
const domain = readdirSync(SCHEMAS)
  .map((file) => JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8')))
  .filter((schema) => schema.type === 'object' || schema.enum !== undefined)
  .filter((schema) => schema.title !== 'JsonObject');

const names = new Set(domain.map((schema) => schema.title));
const enums = domain.filter((schema) => schema.enum !== undefined).map((schema) => ({ name: schema.title, values: new Set(schema.enum) }));
const shapes = domain.filter((schema) => Object.keys(schema.properties ?? {}).length >= 5).map((schema) => ({ name: schema.title, properties: new Set(Object.keys(schema.properties)) }));

/** A type that lists this share of an object's fields, with types of its own, is that object under another name. */
const SAME_SHAPE = 0.6;

/** The enum that a list of literals writes out again: all of its values, or of a long one all but a few. */
function relistedEnum(literals) {
  if (literals.length === 0 || literals.some((literal) => typeof literal !== 'string')) return undefined;
  return enums.find(({ values }) => literals.every((literal) => values.has(literal)) && literals.length >= Math.max(3, Math.ceil(values.size * 0.7)));
}

const literalOf = (node) => (node?.type === 'TSLiteralType' ? node.literal.value : node?.type === 'Literal' ? node.value : undefined);

/** `Job['id']` and `NonNullable<Job['error']> | null` follow the contract; `string` does not. */
function followsContract(type) {
  if (type === undefined || type === null) return false;
  switch (type.type) {
    case 'TSIndexedAccessType':
      return true;
    case 'TSUnionType':
      return type.types.some(followsContract);
    case 'TSTypeReference':
      return (type.typeArguments?.params ?? []).some(followsContract) || names.has(type.typeName.name);
    default:
      return false;
  }
}

/** Derived by `extends`, `Pick` or `Omit` is what is wanted, whatever the name. */
const derives = (node) => (node.extends?.length ?? 0) > 0 || (node.implements?.length ?? 0) > 0;

const noDomainRedefinition = {
  meta: {
    type: 'problem',
    docs: { description: 'domain objects are defined once, in contracts; rows and documents derive from the generated types' },
    messages: {
      name: '{{name}} is a domain object of the contracts: import it from #contracts.',
      values: 'This writes out {{name}} again: derive from the type or the list in #contracts.',
      shape: 'This has the fields of {{name}} under another name: derive it with Pick, Omit or {{name}}["field"].',
    },
    schema: [],
  },
  create(context) {
    const named = (node) => {
      if (names.has(node.id?.name)) context.report({ node: node.id, messageId: 'name', data: { name: node.id.name } });
    };
    const shaped = (node, members) => {
      const own = members
        .filter((member) => (member.type === 'TSPropertySignature' || member.type === 'PropertyDefinition') && member.key?.name !== undefined)
        .filter((member) => !followsContract(member.typeAnnotation?.typeAnnotation))
        .map((member) => member.key.name);
      const same = shapes.find(({ properties }) => own.filter((name) => properties.has(name)).length >= properties.size * SAME_SHAPE);
      if (same !== undefined) context.report({ node, messageId: 'shape', data: { name: same.name } });
    };
    const listed = (node, literals) => {
      const again = relistedEnum(literals);
      if (again !== undefined) context.report({ node, messageId: 'values', data: { name: again.name } });
    };
    return {
      TSInterfaceDeclaration(node) {
        named(node);
        if (!derives(node)) shaped(node.id, node.body.body);
      },
      TSTypeAliasDeclaration: named,
      TSEnumDeclaration(node) {
        named(node);
        listed(node.id, node.body.members.map((member) => member.initializer?.value ?? member.id.name));
      },
      ClassDeclaration(node) {
        named(node);
        if (!derives(node)) shaped(node.id ?? node, node.body.body);
      },
      TSTypeLiteral: (node) => shaped(node, node.members),
      TSUnionType: (node) => listed(node, node.types.map(literalOf)),
      'TSAsExpression > ArrayExpression': (node) => listed(node, node.elements.map(literalOf)),
    };
  },
};

const VAGUE = new Set(['shared', 'common', 'core', 'util', 'utils', 'helper', 'helpers', 'manager', 'managers', 'base', 'misc']);

const noVagueFolder = {
  meta: {
    type: 'problem',
    docs: { description: 'a folder is named after what is in it' },
    messages: { vague: 'The folder "{{folder}}" says nothing about what is in it.', name: 'The file name {{file}} is not kebab-case noun.role.ts.' },
    schema: [],
  },
  create(context) {
    return {
      Program(node) {
        const parts = context.filename.slice(context.cwd.length + 1).split('/');
        const file = parts.pop();
        const folder = parts.find((part) => VAGUE.has(part));
        if (folder !== undefined) context.report({ node, messageId: 'vague', data: { folder } });
        if (!/^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.[cm]?[jt]sx?$/.test(file)) context.report({ node, messageId: 'name', data: { file } });
      },
    };
  },
};

const noSleepInSpec = {
  meta: {
    type: 'problem',
    docs: { description: 'a test awaits a signal or polls with a deadline; it never sleeps' },
    messages: { sleep: 'A test does not sleep: await a signal, or poll with eventually().' },
    schema: [],
  },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'sleep' });
    return {
      // new Promise((resolve) => setTimeout(resolve, 100))
      'NewExpression[callee.name="Promise"] > ArrowFunctionExpression CallExpression[callee.name="setTimeout"]'(node) {
        const executor = context.sourceCode.getAncestors(node).findLast((ancestor) => ancestor.type === 'ArrowFunctionExpression' && ancestor.parent.type === 'NewExpression');
        const resolve = executor?.params[0]?.name;
        const [callback] = node.arguments;
        if (callback?.type === 'Identifier' && callback.name === resolve) report(node);
        if (callback?.type === 'ArrowFunctionExpression' && callback.body.type === 'CallExpression' && callback.body.callee.name === resolve && callback.body.arguments.length === 0) report(node);
      },
      'ImportDeclaration[source.value="node:timers/promises"]': report,
      'ImportDeclaration[source.value="timers/promises"]': report,
    };
  },
};

export const localRules = {
  meta: { name: 'observatory' },
  rules: { 'no-domain-redefinition': noDomainRedefinition, 'no-vague-folder': noVagueFolder, 'no-sleep-in-spec': noSleepInSpec },
};
