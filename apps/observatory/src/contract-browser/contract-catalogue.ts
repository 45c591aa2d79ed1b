import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ContractDetailResponse, type ContractSummary, SCHEMAS } from '#contracts';
import { restingFolder } from '../read-model-access/resting-folder';

/** Where a schema stands: its folder says what it describes, its file's name is the event type of a message. */
const ID = /^\/contracts\/schemas\/([a-z]+)\/(.+)\.json$/;
const MESSAGES: readonly string[] = ['control', 'events', 'reports', 'telemetry'];

type Schema = { readonly $id: string; readonly $version: string; readonly title: string; readonly description: string };

/** The schemas that this release is built from, each with the instances that its own tests hold it against. Read at the first question. */
export class ContractCatalogue {
  private known: ReadonlyMap<string, ContractDetailResponse> | undefined;

  constructor(private readonly fixtures = restingFolder('contracts', 'fixtures', 'golden')) {}

  list(): ContractSummary[] {
    return [...this.all().values()].map(({ contract }) => contract);
  }

  find(name: string): ContractDetailResponse | undefined {
    return this.all().get(name);
  }

  private all(): ReadonlyMap<string, ContractDetailResponse> {
    this.known ??= new Map(
      Object.values(SCHEMAS as Readonly<Record<string, unknown>>)
        .map((schema) => this.contractOf(schema as Schema))
        .sort(({ contract: a }, { contract: b }) => (a.kind === b.kind ? (a.name < b.name ? -1 : 1) : a.kind < b.kind ? -1 : 1))
        .map((contract) => [contract.contract.name, contract]),
    );
    return this.known;
  }

  private contractOf(schema: Schema): ContractDetailResponse {
    const [, kind = '', base = ''] = ID.exec(schema.$id) ?? [];
    const name = MESSAGES.includes(kind) ? base : schema.title;
    const examples = this.examples(kind, base);
    return { contract: { name, kind: kind as ContractSummary['kind'], version: schema.$version, description: schema.description, examples: examples.length }, schema: { ...schema }, examples };
  }

  private examples(kind: string, base: string): ContractDetailResponse['examples'] {
    const folder = join(this.fixtures ?? '', kind, base);
    if (this.fixtures === undefined || !existsSync(folder)) return [];
    const files = readdirSync(folder).filter((file) => file.endsWith('.json')).sort();
    return files.map((file) => ({ name: basename(file, '.json'), value: JSON.parse(readFileSync(join(folder, file), 'utf8')) as ContractDetailResponse['examples'][number]['value'] }));
  }
}
