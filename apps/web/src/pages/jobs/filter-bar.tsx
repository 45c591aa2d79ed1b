import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { read } from '../../data/read';
import { JOB_STATES } from '../../kit/state';
import { type Chip, chipOf, FILTERS, type FilterName, isFilter } from './filters';
import styles from './jobs.module.css';

/** Filters whose values the observatory can complete. */
const SUGGESTED: ReadonlySet<string> = new Set(['tag', 'type', 'queue', 'worker']);
const KNOWN: Partial<Record<FilterName, readonly string[]>> = {
  state: JOB_STATES, priority: ['high', 'normal', 'low'], failing: ['true'], sort: ['-submittedAt', 'submittedAt', '-finishedAt', 'finishedAt', '-durationMs'],
};

interface Suggestion {
  readonly value: string;
  readonly count?: number;
}

interface Option {
  readonly text: string;
  readonly what?: string;
  /** A filter's name: more is to be typed. */
  readonly goesOn: boolean;
}

/** One line for everything that jobs can be found by, with completion: `state:FAILED tag:blue words of an error`. */
export function FilterBar({ chips, onChange }: { chips: readonly Chip[]; onChange: (chips: readonly Chip[]) => void }): ReactNode {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const id = useId();
  const options = useOptions(typed);
  const shown = open && options.length > 0;

  const add = (text: string): void => {
    const chip = chipOf(text);
    if (chip !== undefined) onChange([...chips, chip]);
    setTyped('');
    setAt(-1);
  };
  const take = ({ text, goesOn }: Option): void => {
    if (goesOn) {
      setTyped(text);
      setAt(-1);
    } else add(text);
  };
  const onKey = (event: KeyboardEvent): void => {
    const option = options[at];
    if (event.key === 'ArrowDown' && shown) setAt((at + 1) % options.length);
    else if (event.key === 'ArrowUp' && shown) setAt((at - 1 + options.length) % options.length);
    else if (event.key === 'Enter' && shown && option !== undefined) take(option);
    else if (event.key === 'Enter') add(typed);
    else if (event.key === 'Tab' && shown && typed !== '') take(option ?? (options[0] as Option));
    else if (event.key === 'Escape') setOpen(false);
    else if (event.key === 'Backspace' && typed === '') onChange(chips.slice(0, -1));
    else return;
    if (event.key !== 'Backspace') event.preventDefault();
  };
  return (
    <div className={styles.filter} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && setOpen(false)}>
      {chips.map((chip, index) => (
        <span key={`${chip.name}:${chip.value}`} className={styles.chip}>
          <span className="truncate">
            <b>{chip.name === 'q' ? '' : `${chip.name}:`}</b>
            {chip.value}
          </span>
          <button type="button" aria-label={`remove the filter ${chip.name} ${chip.value}`} onClick={() => onChange(chips.filter((_, other) => other !== index))}>
            ×
          </button>
        </span>
      ))}
      <input
        data-filter
        role="combobox"
        aria-label="filter jobs"
        aria-expanded={shown}
        aria-controls={`${id}-options`}
        aria-autocomplete="list"
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        placeholder={chips.length === 0 ? 'state:FAILED  tag:…  type:…  or words of an error' : ''}
        value={typed}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => (setTyped(event.target.value), setOpen(true), setAt(-1))}
        onFocus={() => setOpen(true)}
        onKeyDown={onKey}
      />
      {shown && (
        <div id={`${id}-options`} role="listbox" aria-label="completions" className={styles.options}>
          {options.map((option, index) => (
            <div key={option.text} id={`${id}-${index}`} role="option" aria-selected={index === at} className={styles.option} onPointerDown={(event) => (event.preventDefault(), take(option))}>
              <span className="mono">{option.text}</span>
              <span className="muted truncate">{option.what}</span>
            </div>
          ))}
        </div>
      )}
    </div>
  );
}

/** What could be meant. */
function useOptions(typed: string): readonly Option[] {
  const [, name = '', value = ''] = /^([a-z]+):(.*)$/.exec(typed) ?? [];
  const asks = isFilter(name) && SUGGESTED.has(name);
  const { data } = useQuery<readonly Suggestion[]>({
    queryKey: ['/v1/jobs/suggestions', name, value],
    enabled: asks,
    staleTime: 10_000,
    retry: false,
    queryFn: ({ signal }) => read('/v1/jobs/suggestions', { query: { field: name, prefix: value } }, signal).then((body) => body.items),
  });
  if (isFilter(name)) {
    const known = KNOWN[name]?.filter((one) => one.toLowerCase().startsWith(value.toLowerCase())).map((one) => ({ value: one, count: undefined }));
    return (known ?? (asks ? (data ?? []) : [])).map(({ value: text, count }) => ({ text: `${name}:${text}`, what: count === undefined ? undefined : `${count} jobs`, goesOn: false }));
  }
  return (Object.keys(FILTERS) as FilterName[]).filter((filter) => filter.startsWith(typed.trim().toLowerCase())).map((filter) => ({ text: `${filter}:`, what: FILTERS[filter], goesOn: true }));
}
