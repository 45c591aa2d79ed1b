import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button';
import styles from './kit.module.css';

export interface MenuItem {
  readonly name: ReactNode;
  readonly onSelect: () => void;
  /** Ticked or not; absent: something to do, not to switch. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  /** Of what is ticked: one of several, after which nothing is left to choose. */
  readonly closes?: boolean;
}

export interface MenuProps {
  readonly name: ReactNode;
  readonly items: readonly MenuItem[];
  readonly look?: 'plain' | 'quiet';
  readonly title?: string;
}

export function Menu({ name, items, look = 'plain', title }: MenuProps): ReactNode {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>
        <Button look={look} title={title} className={styles.menuButton}><span className="truncate">{name}</span> ▾</Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.menu} align="end" sideOffset={4}>
          {items.map(({ name: item, onSelect, checked, disabled, closes = false }, index) =>
            checked === undefined ? (
              <DropdownMenu.Item key={index} className={styles.menuItem} disabled={disabled} onSelect={onSelect}>
                {item}
              </DropdownMenu.Item>
            ) : (
              <DropdownMenu.CheckboxItem
                key={index}
                className={styles.menuItem}
                checked={checked}
                onSelect={(event) => {
                  if (!closes) event.preventDefault();
                  onSelect();
                }}
              >
                <span style={{ width: 14 }}>{checked ? '✓' : ''}</span>
                {item}
              </DropdownMenu.CheckboxItem>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
