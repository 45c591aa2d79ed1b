import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { oneOf, useAddress } from '../../data/address';
import { gateway } from '../../data/client';
import { untilSeen, useCommand, useConsole, useMay } from '../../data/console';
import { useRead } from '../../data/read';
import { Button } from '../../kit/button';
import kit from '../../kit/kit.module.css';
import { Page } from '../../kit/page';
import { Panel } from '../../kit/panel';
import { Empty } from '../../kit/states';
import { fieldsOf, type JsonSchema, payloadOf, type Values } from './schema-fields';
import { SchemaForm } from './schema-form';

/** A job by hand. The form follows the payload schema of the type; a type without one takes any JSON. */
export function SubmitPage(): ReactNode {
  const { commands } = useConsole();
  const may = useMay('jobs:submit');
  const asked = oneOf(useAddress().search, 'type') ?? '';
  const types = useRead('/v1/job-types', { query: { limit: 100 }, every: 10_000 });
  const [type, setType] = useState(asked);
  const [values, setValues] = useState<Values>({});
  const [json, setJson] = useState('{}');
  const [problem, setProblem] = useState<string>();
  const navigate = useNavigate();
  const [typeId, jsonId] = [useId(), useId()];
  const submit = useCommand<Record<string, unknown>>(async (body) => {
    const answer = (await gateway.post('/v1/jobs', { body: body as never })) as { jobId: string; position: number };
    await untilSeen(answer);
    void navigate({ to: '/jobs/$id', params: { id: answer.jobId } });
  }, 'Submitted');

  const known = types.data?.items.find(({ name }) => name === type);
  const schema = known?.definition?.payloadSchema as JsonSchema | undefined;
  const fields = schema === undefined ? undefined : fieldsOf(schema);

  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string | undefined => ((form.get(name) as string | null) ?? '').trim() || undefined;
    try {
      const payload = fields === undefined ? (JSON.parse(json) as unknown) : payloadOf(fields, values);
      if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) throw new Error('A payload is a JSON object.');
      setProblem(undefined);
      const tags = text('tags')?.split(/[\s,]+/);
      const delay = text('delay');
      submit.mutate({ type, payload, queue: text('queue'), priority: text('priority'), tags, externalRef: text('ref'), delayMs: delay === undefined ? undefined : Number(delay) * 1_000 });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  if (!may) {
    return (
      <Page title="Submit">
        <Empty title="Your roles do not include submitting jobs">
          <p>It needs the permission <code>jobs:submit</code>, which submitters, operators and admins have.</p>
        </Empty>
      </Page>
    );
  }
  if (!commands) {
    return (
      <Page title="Submit">
        <Empty title="This console only reads">
          <p>
            It sends commands when the observatory runs with <code>CONSOLE_COMMANDS=on</code>. Until then: <code>curl -X POST …/v1/jobs</code>, as the README shows.
          </p>
        </Empty>
      </Page>
    );
  }
  return (
    <Page title="Submit" what="A job by hand">
      <form onSubmit={send} style={{ display: 'grid', gap: 16, maxWidth: 760 }}>
        <Panel title="What">
          <div style={{ display: 'grid', gap: 12 }}>
            <div className={kit.field}>
              <label htmlFor={typeId}>Job type</label>
              <input id={typeId} className={kit.input} list={`${typeId}-types`} required value={type} autoComplete="off" onChange={(event) => (setType(event.target.value), setValues({}))} />
              <datalist id={`${typeId}-types`}>
                {types.data?.items.map(({ name }) => (
                  <option key={name} value={name} />
                ))}
              </datalist>
              {type !== '' && types.data !== undefined && known === undefined && <span className={kit.hint}>No worker has announced this type, and nobody defined it: the job would wait for one that does.</span>}
            </div>
            {fields === undefined ? (
              <div className={kit.field}>
                <label htmlFor={jsonId}>Payload</label>
                <textarea id={jsonId} className={kit.input} value={json} spellCheck={false} onChange={(event) => setJson(event.target.value)} />
              </div>
            ) : (
              <SchemaForm fields={fields} values={values} onChange={setValues} />
            )}
            {problem !== undefined && (
              <p className="danger" role="alert">
                {problem}
              </p>
            )}
          </div>
        </Panel>
        <Panel title="How (all of it may stay empty)">
          <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))' }}>
            <Field name="queue" label="Queue" placeholder="of the type, or default" />
            <div className={kit.field}>
              <label htmlFor={`${jsonId}-p`}>Priority</label>
              <select id={`${jsonId}-p`} name="priority" className={kit.input} defaultValue="">
                <option value="">of the type, or normal</option>
                <option>high</option>
                <option>normal</option>
                <option>low</option>
              </select>
            </div>
            <Field name="tags" label="Tags" placeholder="blue, customer=7" />
            <Field name="ref" label="External reference" />
            <Field name="delay" label="Delay, seconds" type="number" />
          </div>
        </Panel>
        <div>
          <Button look="primary" type="submit" disabled={submit.isPending}>
            Submit the job
          </Button>
        </div>
      </form>
    </Page>
  );
}

function Field({ name, label, placeholder, type = 'text' }: { name: string; label: string; placeholder?: string; type?: string }): ReactNode {
  const id = useId();
  return (
    <div className={kit.field}>
      <label htmlFor={id}>{label}</label>
      <input id={id} name={name} type={type} min={0} className={kit.input} placeholder={placeholder} autoComplete="off" />
    </div>
  );
}
