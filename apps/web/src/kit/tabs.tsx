import { Tabs as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import styles from './kit.module.css';

export interface Tab {
  readonly id: string;
  readonly title: ReactNode;
  readonly content: () => ReactNode;
}

/** Only what is looked at is drawn. */
export function Tabs({ label, tabs, active, onChange }: { label: string; tabs: readonly Tab[]; active: string; onChange: (id: string) => void }): ReactNode {
  return (
    <Radix.Root value={active} onValueChange={onChange} activationMode="manual">
      <Radix.List className={styles.tabs} aria-label={label}>
        {tabs.map(({ id, title }) => (
          <Radix.Trigger key={id} value={id} className={styles.tab}>
            {title}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map(({ id, content }) => (
        <Radix.Content key={id} value={id} style={{ paddingTop: 12 }}>
          {id === active && content()}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
