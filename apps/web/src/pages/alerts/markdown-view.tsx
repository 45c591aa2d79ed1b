import { Fragment, type ReactNode, useMemo } from 'react';
import styles from './alerts.module.css';
import { type Block, blocksOf, spansOf } from './markdown';

/** The Markdown of a runbook, as elements: nothing of it is ever taken for HTML. */
export function Markdown({ text }: { text: string }): ReactNode {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div className={`prose ${styles.prose}`}>
      {blocks.map((block, index) => (
        <Part key={index} block={block} />
      ))}
    </div>
  );
}

function Part({ block }: { block: Block }): ReactNode {
  switch (block.kind) {
    case 'heading':
      return block.level <= 2 ? <h3>{spans(block.text)}</h3> : <h4>{spans(block.text)}</h4>;
    case 'code':
      return <pre tabIndex={0}>{block.text}</pre>;
    case 'list': {
      const items = block.items.map((item, index) => <li key={index}>{spans(item)}</li>);
      return block.ordered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'table':
      return (
        <div style={{ overflow: 'auto' }} tabIndex={0} role="region" aria-label="table">
          <table>
            <thead>
              <tr>{block.head.map((cell, index) => <th key={index}>{spans(cell)}</th>)}</tr>
            </thead>
            <tbody>
              {block.rows.map((row, at) => (
                <tr key={at}>{row.map((cell, index) => <td key={index}>{spans(cell)}</td>)}</tr>
              ))}
            </tbody>
          </table>
        </div>
      );
    case 'text':
      return <p>{spans(block.text)}</p>;
  }
}

function spans(text: string): ReactNode {
  return spansOf(text).map((span, index) => {
    switch (span.kind) {
      case 'code':
        return <code key={index}>{span.text}</code>;
      case 'strong':
        return <strong key={index}>{span.text}</strong>;
      case 'link':
        return /^https?:/.test(span.href) ? <a key={index} href={span.href} target="_blank" rel="noreferrer">{span.text}</a> : <Fragment key={index}>{span.text}</Fragment>;
      case 'text':
        return <Fragment key={index}>{span.text}</Fragment>;
    }
  });
}
