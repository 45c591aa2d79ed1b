import { type ReactNode, useId } from 'react';
import kit from '../../kit/kit.module.css';
import type { SchemaField, Values } from './schema-fields';

export function SchemaForm({ fields, values, onChange }: { fields: readonly SchemaField[]; values: Values; onChange: (values: Values) => void }): ReactNode {
  return fields.map((field) => <OneField key={field.name} field={field} value={values[field.name]} onChange={(value) => onChange({ ...values, [field.name]: value })} />);
}

function OneField({ field: { name, label, what, required, kind, choices, schema }, value, onChange }: { field: SchemaField; value: string | boolean | undefined; onChange: (value: string | boolean) => void }): ReactNode {
  const id = useId();
  const text = typeof value === 'string' ? value : '';
  const common = { id, name, required, className: kit.input, 'aria-describedby': what === undefined ? undefined : `${id}-what` };
  return (
    <div className={kit.field}>
      <label htmlFor={id}>
        {label}
        {required ? ' *' : ''}
      </label>
      {kind === 'boolean' ? (
        <input id={id} type="checkbox" checked={value === true} onChange={(event) => onChange(event.target.checked)} style={{ justifySelf: 'start' }} />
      ) : kind === 'choice' ? (
        <select {...common} value={text} onChange={(event) => onChange(event.target.value)}>
          <option value="" />
          {choices.map((choice) => (
            <option key={String(choice)}>{String(choice)}</option>
          ))}
        </select>
      ) : kind === 'json' ? (
        <textarea {...common} value={text} spellCheck={false} placeholder={schema.default === undefined ? 'JSON' : JSON.stringify(schema.default)} onChange={(event) => onChange(event.target.value)} />
      ) : (
        <input
          {...common}
          type={kind === 'text' ? (schema.format === 'uri' ? 'url' : 'text') : 'number'}
          step={kind === 'number' ? 'any' : undefined}
          min={schema.minimum}
          max={schema.maximum}
          maxLength={schema.maxLength}
          value={text}
          placeholder={schema.default === undefined ? undefined : JSON.stringify(schema.default)}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
      {what !== undefined && (
        <span id={`${id}-what`} className={kit.hint}>
          {what}
        </span>
      )}
    </div>
  );
}
