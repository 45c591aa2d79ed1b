import type { ReactNode } from 'react';
import styles from './kit.module.css';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'end';
}

/** A table of some dozens of rows; on a phone each row stands as a card (the roles are said since a browser no longer sees a table in it). Long lists are virtualised (see the jobs page). */
export function Table<Row>({ label, columns, rows, rowKey, onOpen }: { label: string; columns: readonly Column<Row>[]; rows: readonly Row[]; rowKey: (row: Row) => string; onOpen?: (row: Row) => void }): ReactNode {
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label={label}>
      <table className={styles.table} aria-label={label} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ name, align }) => (
              <th key={name} scope="col" role="columnheader" className={align === 'end' ? styles.num : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row" onDoubleClick={onOpen && (() => onOpen(row))}>
              {columns.map(({ name, cell, align }) => (
                <td key={name} role="cell" data-name={name} className={align === 'end' ? styles.num : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
